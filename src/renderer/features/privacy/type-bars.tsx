import { formatCount } from '../../ui/format.ts';
import { typeName } from './type-words.ts';
import styles from './finds.module.css';

/** How much of what, as bars; the most frequent first. */
export function TypeBars({ types }: { types: readonly { type: string; count: number }[] }) {
  const top = types[0]?.count ?? 1;
  return (
    <dl className={styles.bars} aria-label="By type">
      {types.map(({ type, count }) => (
        <div key={type}>
          <dt>{typeName(type)}</dt>
          <dd>
            <span className={styles.bar} style={{ width: `${(count / top) * 100}%` }} />
            <span>{formatCount(count)}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
