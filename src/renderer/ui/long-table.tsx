import { useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { rowsDrawn, rowsSeen } from './row-window.ts';
import { ScrolledTable } from './scrolled-table.tsx';
import table from './table.module.css';

/** Height of a row, px, as the style sheet has it. */
const ROW_PX = 32;
/** So many are all drawn; of more, those in sight and some around them. */
const ALL_DRAWN = 200;
const AROUND = 12;

/** A column; its width does not depend on the rows that are in sight. */
export interface LongColumn {
  readonly title: string;
  /** Share of the table, such as `20%`. */
  readonly width: string;
  readonly isNumber?: boolean;
}

/** A table of up to thousands of rows, each of one line, of which no more are drawn than are in sight. */
export function LongTable(props: {
  label: string;
  columns: readonly LongColumn[];
  count: number;
  rowKey: (index: number) => string;
  /** The cells of a row. */
  renderCells: (index: number) => ReactNode;
}) {
  const { columns, count, rowKey, renderCells } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  const [seen, setSeen] = useState({ first: 0, last: 0 });
  const isLong = count > ALL_DRAWN;
  useLayoutEffect(() => {
    const scroller = body.current?.closest<HTMLElement>('[role="region"]');
    if (!isLong || !scroller) return undefined;
    const look = (): void => {
      const now = rowsSeen(scroller.scrollTop, scroller.clientHeight, ROW_PX);
      setSeen((was) => (was.first === now.first && was.last === now.last ? was : now));
    };
    look();
    // Before the browser paints what it has scrolled to: rows that come later are seen as a flash.
    const onScroll = (): void => flushSync(look);
    scroller.addEventListener('scroll', onScroll, { passive: true });
    const observer = new ResizeObserver(look);
    observer.observe(scroller);
    return () => {
      scroller.removeEventListener('scroll', onScroll);
      observer.disconnect();
    };
  }, [isLong]);
  const { first, last } = isLong ? rowsDrawn(seen, count, AROUND) : { first: 0, last: count - 1 };
  return (
    <ScrolledTable label={props.label} rowCount={isLong ? count + 1 : undefined}>
      <colgroup>
        {columns.map(({ title, width }) => (
          <col key={title} style={{ width }} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {columns.map(({ title, isNumber }) => (
            <th key={title} scope="col" className={isNumber ? table['right'] : undefined}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={body}>
        <Gap rows={first} />
        {Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at).map((row) => (
          <tr key={rowKey(row)} aria-rowindex={isLong ? row + 2 : undefined}>
            {renderCells(row)}
          </tr>
        ))}
        <Gap rows={count - 1 - last} />
      </tbody>
    </ScrolledTable>
  );
}

/** The height of rows that are not drawn. */
function Gap({ rows }: { rows: number }) {
  return rows > 0 ? <tr aria-hidden="true" style={{ height: rows * ROW_PX }} /> : null;
}
