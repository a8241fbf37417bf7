import { useLayoutEffect, useRef, type RefObject } from 'react';
import { highlightQuery } from './highlight-query.ts';
import styles from './filter-bar.module.css';

/** The colored text under an input whose own text is transparent; it follows when the input scrolls. */
export function QueryMirror(props: {
  text: string;
  wrong: { from: number; to: number } | null;
  input: RefObject<HTMLInputElement | null>;
}) {
  const { text, wrong, input } = props;
  const mirror = useRef<HTMLDivElement>(null);
  // After each change of the text, as it may scroll the input without an event.
  useLayoutEffect(() => {
    const element = input.current;
    const follow = (): void => {
      if (mirror.current && element) mirror.current.scrollLeft = element.scrollLeft;
    };
    follow();
    element?.addEventListener('scroll', follow);
    return () => element?.removeEventListener('scroll', follow);
  });
  return (
    <div ref={mirror} className={styles.mirror} aria-hidden="true">
      {highlightQuery(text, wrong).map((piece, i) => (
        // Pieces have no identity of their own: all of them follow from the text.
        // eslint-disable-next-line react/no-array-index-key
        <span key={i} data-kind={piece.kind} data-wrong={piece.isWrong || undefined}>
          {piece.text}
        </span>
      ))}
    </div>
  );
}
