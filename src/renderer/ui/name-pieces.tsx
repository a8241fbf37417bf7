import { Fragment } from 'react';

/** A name as programs write them, which breaks after its dots and dashes and before its capitals rather than inside a word. */
export function NamePieces({ text }: { text: string }) {
  return text.split(/(?<=[._/:-])|(?<=[a-z])(?=[A-Z])/).map((piece, i, all) => (
    <Fragment key={all.slice(0, i + 1).join('')}>
      {piece}
      <wbr />
    </Fragment>
  ));
}
