import type { Measures } from '../../../shared/contract/analytics.ts';
import { METRICS, changeOf, type Metric } from './metrics.ts';
import styles from './analytics.module.css';

/** One side of a comparison. */
export interface Side {
  label: string;
  measures: Measures;
  /** Address of its traces; undefined where no filter tells them. */
  href: string | undefined;
}

interface TileContent {
  label: string;
  metric: Metric;
  /** What is worse: more, less, or neither. */
  worse?: 'more' | 'less';
}

const TILES = (unit: string): readonly TileContent[] => [
  { label: unit, metric: METRICS.count },
  { label: 'Error rate', metric: METRICS.errorRate, worse: 'more' },
  { label: 'Duration, p50', metric: METRICS.p50, worse: 'more' },
  { label: 'Duration, p95', metric: METRICS.p95, worse: 'more' },
];

const MODEL_TILES: readonly TileContent[] = [
  { label: 'Tokens', metric: METRICS.tokens },
  { label: 'Cost', metric: METRICS.cost },
  { label: 'Cache hit rate', metric: METRICS.cacheHits, worse: 'less' },
];

/** A value in as many characters as a tile has room for at least, and with all digits. */
function figureOf({ format, short }: Metric, value: number | null) {
  const exact = value === null ? '–' : format(value);
  return { exact, text: value === null || exact.length < 9 ? exact : short(value) };
}

function Change(props: { tile: TileContent; now: Side; base: Side }) {
  const { tile, now, base } = props;
  const { metric } = tile;
  const was = metric.of(base.measures);
  const change = changeOf(metric, metric.of(now.measures), was);
  const isWorse =
    (tile.worse === 'more' && change?.sign === 1) || (tile.worse === 'less' && change?.sign === -1);
  const { exact, text } = figureOf(metric, was);
  const told = (
    <>
      {base.label} <span className={styles.figure}>{text}</span>
    </>
  );
  const title = text === exact ? undefined : exact;
  return (
    <span className={styles.tileChange}>
      {change ? (
        <b data-worse={isWorse ? '' : undefined}>
          {change.text}
          {isWorse ? <span className="visually-hidden"> (worse)</span> : null}
        </b>
      ) : null}
      {base.href === undefined ? (
        <span title={title}>{told}</span>
      ) : (
        <a href={base.href} title={title}>
          {told}
        </a>
      )}
    </span>
  );
}

/** The figures of all that is counted, and how they differ from what they are compared with. */
export function Tiles(props: { unit: string; now: Side; base: Side | undefined }) {
  const { now, base } = props;
  const hasModels = [now, base].some(
    (side) =>
      side !== undefined &&
      (METRICS.tokens.of(side.measures)! > 0 || side.measures.costUsd !== null),
  );
  const tiles = [...TILES(props.unit), ...(hasModels ? MODEL_TILES : [])];
  return (
    <section className={styles.tiles} aria-label="Totals">
      {tiles.map((tile) => {
        const value = tile.metric.of(now.measures);
        const { exact, text } = figureOf(tile.metric, value);
        return (
          <div
            key={tile.label}
            className={styles.tile}
            role="group"
            aria-label={tile.label}
            title={text === exact ? undefined : exact}
          >
            <span className={styles.tileLabel}>{tile.label}</span>
            {now.href === undefined ? (
              <strong>{text}</strong>
            ) : (
              <a className={styles.tileValue} href={now.href}>
                {text}
              </a>
            )}
            {base === undefined ? null : <Change tile={tile} now={now} base={base} />}
          </div>
        );
      })}
    </section>
  );
}
