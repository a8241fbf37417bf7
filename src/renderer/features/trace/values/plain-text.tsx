import { useState } from 'react';
import { formatCount } from '../../../ui/format.ts';
import { RedactedText } from './redacted-text.tsx';
import { TextViewer } from './text-viewer.tsx';
import styles from './values.module.css';

/** From this length on a whole text is shown in a viewer of its own, which draws only what is on screen. */
const VIEWER_CHARS = 20_000;

/**
 * Text as it is, line breaks kept, never HTML. Beyond `limit` characters only the beginning is shown until asked for
 * the rest.
 */
export function PlainText(props: { text: string; limit: number; highlight?: string | undefined }) {
  const { text, limit } = props;
  const [whole, setWhole] = useState(false);
  if (text.length <= limit) return <RedactedText text={text} highlight={props.highlight} />;
  if (whole && text.length > VIEWER_CHARS) {
    return (
      <span className={styles.inlineViewer}>
        <TextViewer text={text} label="Whole text" />
        <More onClick={() => setWhole(false)}>Show less</More>
      </span>
    );
  }
  const shown = whole ? text : text.slice(0, cutAt(text, limit));
  return (
    <>
      <RedactedText text={shown} highlight={props.highlight} />
      {whole ? null : '…'}{' '}
      <More onClick={() => setWhole(!whole)}>
        {whole ? 'Show less' : `Show all ${formatCount(text.length)} characters`}
      </More>
    </>
  );
}

function More(props: { onClick: () => void; children: string }) {
  return (
    <button type="button" className={styles.more} onClick={props.onClick}>
      {props.children}
    </button>
  );
}

/** Where to cut so that neither a surrogate pair nor, if one is near, a word is split. */
function cutAt(text: string, limit: number): number {
  const space = text.lastIndexOf(' ', limit);
  if (space > limit - 40) return space;
  const unit = text.charCodeAt(limit - 1);
  return unit >= 0xd800 && unit <= 0xdbff ? limit - 1 : limit;
}
