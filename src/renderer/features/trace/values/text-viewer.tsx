import { useEffect, useRef, useState } from 'react';
import { VirtualRows } from '../../../ui/virtual-rows.tsx';
import { RedactedText } from './redacted-text.tsx';
import { LineBreaker } from './text-lines.ts';
import styles from './values.module.css';

const LINE = 18;
/** Width of a character of the 12 px monospaced font, in pixels; a little more than any of them has. */
const CHARACTER = 7.3;
/** UTF-16 units broken into lines at a time: a few milliseconds of work. */
const PIECE = 400_000;

/** A text of any length, wrapped, of which only the lines on screen are drawn. Takes the height it is given. */
export function TextViewer({ text, label }: { text: string; label: string }) {
  const box = useRef<HTMLDivElement>(null);
  const [columns, setColumns] = useState(0);
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => {
      setColumns(Math.max(20, Math.floor((element.clientWidth - 28) / CHARACTER)));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={box} className={styles.viewer}>
      {columns > 0 ? <Lines key={columns} text={text} columns={columns} label={label} /> : null}
    </div>
  );
}

function Lines(props: { text: string; columns: number; label: string }) {
  const [breaker] = useState(() => {
    const first = new LineBreaker(props.text, props.columns);
    first.advance(PIECE);
    return first;
  });
  const [lines, setLines] = useState(breaker.lines);
  useEffect(() => {
    let timer = 0;
    // One piece per timer: the window answers in between.
    const goOn = (): void => {
      if (breaker.done) return;
      breaker.advance(PIECE);
      setLines(breaker.lines);
      timer = window.setTimeout(goOn);
    };
    timer = window.setTimeout(goOn);
    return () => window.clearTimeout(timer);
  }, [breaker]);
  return (
    <VirtualRows
      role="document"
      aria-label={props.label}
      tabIndex={0}
      className={styles.lines}
      count={lines}
      rowHeight={LINE}
      renderRow={(i) => (
        <div className={styles.line}>
          <RedactedText text={breaker.line(i)} />
        </div>
      )}
    />
  );
}
