import { useVirtualizer } from '@tanstack/react-virtual';
import {
  useEffect,
  useImperativeHandle,
  useRef,
  type AriaRole,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
} from 'react';
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

/** A scrolling list of rows of one height, of which only those on screen exist. */
export function VirtualRows(props: VirtualRowsProps) {
  // The only caller of TanStack Virtual: it hands out one mutable object, whose answers the React
  // Compiler must not memoize.
  'use no memo';

  const { count, rowHeight, renderRow, rowKey, header, handle, onRange, onScroll } = props;
  const headerHeight = props.headerHeight ?? 0;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: props.overscan ?? 8,
    scrollPaddingStart: headerHeight,
    ...(rowKey ? { getItemKey: rowKey } : {}),
  });

  useImperativeHandle(
    handle,
    () => ({
      scrollToIndex(index, align = 'auto') {
        virtualizer.scrollToIndex(index, { align });
      },
      pageSize() {
        const height = scroller.current?.clientHeight ?? rowHeight;
        return Math.max(1, Math.floor((height - headerHeight) / rowHeight) - 1);
      },
      get element() {
        return scroller.current;
      },
    }),
    [virtualizer, rowHeight, headerHeight],
  );

  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => {
    onRange?.(first, last);
  }, [onRange, first, last]);
  useEffect(() => {
    virtualizer.measure();
  }, [virtualizer, rowHeight]);

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
      <div className={styles.rows} style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => (
          <div
            key={item.key}
            className={styles.row}
            style={{ height: rowHeight, transform: `translateY(${item.start}px)` }}
          >
            {renderRow(item.index)}
          </div>
        ))}
      </div>
    </div>
  );
}
