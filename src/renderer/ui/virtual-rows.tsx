import {
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
  type AriaRole,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
} from 'react';
import { flushSync } from 'react-dom';
import { rowsDrawn, rowsSeen, topShowing } from './row-window.ts';
import styles from './virtual-rows.module.css';

/** What a screen may ask of the rows. */
export interface VirtualRowsHandle {
  /** Brings a row into view; `auto` scrolls as little as possible. */
  scrollToIndex(index: number, align?: 'auto' | 'center' | 'start'): void;
  /** Whole rows that fit, for page up and page down. */
  pageSize(): number;
  /** The scrolling element. */
  readonly element: HTMLDivElement | null;
}

interface VirtualRowsProps {
  count: number;
  /** Pixels; every row has this height. */
  rowHeight: number;
  /** Draws the content of one row; give it `height: 100%`. */
  renderRow: (index: number) => ReactNode;
  /** Stable identity of a row, so that live arrival does not remount what is on screen. */
  rowKey?: (index: number) => string | number;
  /** Above the rows and stuck to the top while scrolling. */
  header?: ReactNode;
  /** Pixels the header takes, so that scrolling to a row does not put it underneath. */
  headerHeight?: number;
  overscan?: number;
  /** First and last row on screen, whenever they change. */
  onRange?: (first: number, last: number) => void;
  /** Pixels scrolled from the top, on every scroll. */
  onScroll?: (top: number) => void;
  handle?: Ref<VirtualRowsHandle>;
  className?: string | undefined;
  role?: AriaRole;
  'aria-label'?: string;
  'aria-rowcount'?: number;
  'aria-colcount'?: number;
  'aria-activedescendant'?: string | undefined;
  'aria-busy'?: boolean;
  tabIndex?: number;
  onKeyDown?: (event: KeyboardEvent<HTMLDivElement>) => void;
}

/**
 * A scrolling list of rows of one height, of which only those on screen exist. What it costs depends on
 * how many are seen, not on how many there are.
 */
export function VirtualRows(props: VirtualRowsProps) {
  // Rows are drawn by functions of the screens, which may read what the React Compiler cannot see change.
  'use no memo';

  const { count, rowHeight, renderRow, rowKey, header, handle, onRange, onScroll } = props;
  const headerHeight = props.headerHeight ?? 0;
  const scroller = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState({ first: 0, last: -1 });

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const look = (): void => {
      const now = rowsSeen(element.scrollTop, element.clientHeight - headerHeight, rowHeight);
      setSeen((was) => (was.first === now.first && was.last === now.last ? was : now));
    };
    look();
    // At once, before the browser paints what it has scrolled to: rows that come later are seen as a flash.
    const onMove = (): void => flushSync(look);
    element.addEventListener('scroll', onMove, { passive: true });
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => {
      element.removeEventListener('scroll', onMove);
      observer.disconnect();
    };
  }, [rowHeight, headerHeight]);

  useImperativeHandle(
    handle,
    () => ({
      scrollToIndex(index, align = 'auto') {
        const element = scroller.current;
        if (!element || index < 0) return;
        const height = element.clientHeight - headerHeight;
        const top = topShowing(index, align, { top: element.scrollTop, height, rowHeight });
        if (top !== element.scrollTop) element.scrollTop = top;
      },
      pageSize() {
        const height = scroller.current?.clientHeight ?? rowHeight;
        return Math.max(1, Math.floor((height - headerHeight) / rowHeight) - 1);
      },
      get element() {
        return scroller.current;
      },
    }),
    [rowHeight, headerHeight],
  );

  const { first, last } = rowsDrawn(seen, count, props.overscan ?? 8);
  useEffect(() => {
    onRange?.(first, last);
  }, [onRange, first, last]);

  return (
    <div
      ref={scroller}
      className={[styles.scroller, props.className].filter(Boolean).join(' ')}
      role={props.role}
      aria-label={props['aria-label']}
      aria-rowcount={props['aria-rowcount']}
      aria-colcount={props['aria-colcount']}
      aria-activedescendant={props['aria-activedescendant']}
      aria-busy={props['aria-busy']}
      tabIndex={props.tabIndex}
      onKeyDown={props.onKeyDown}
      onScroll={onScroll ? (event) => onScroll(event.currentTarget.scrollTop) : undefined}
    >
      {header}
      <div className={styles.rows} style={{ height: count * rowHeight }}>
        {Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at).map((row) => (
          <div
            key={rowKey?.(row) ?? row}
            className={styles.row}
            style={{ height: rowHeight, transform: `translateY(${row * rowHeight}px)` }}
          >
            {renderRow(row)}
          </div>
        ))}
      </div>
    </div>
  );
}
