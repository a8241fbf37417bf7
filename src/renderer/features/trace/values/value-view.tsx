import type { DetailValue } from '../../../../shared/span-detail.ts';
import { formatBytes, formatPlural } from '../../../ui/format.ts';
import { jsonOf } from './detail-text.ts';
import { GroupedNumber } from './grouped-number.tsx';
import { JsonView } from './json-view.tsx';
import { parseJsonContainer } from './json-value.ts';
import { PlainText } from './plain-text.tsx';
import { ShortenedText } from './shortened-text.tsx';
import { useValueSource } from './value-source.ts';
import styles from './values.module.css';

/** Longest text looked at for JSON. */
const MAX_JSON = 256 * 1024;

/** An attribute value by its type: JSON unfolded, numbers and words told apart, long values cut with a way to the rest. */
export function ValueView(props: {
  name: string;
  value: DetailValue;
  highlight?: string | undefined;
}) {
  const { name, value } = props;
  const source = useValueSource();
  switch (value.type) {
    case 'string': {
      const json = value.value.length > MAX_JSON ? undefined : parseJsonContainer(value.value);
      return json === undefined ? (
        <span className={styles.text}>
          {value.value === '' ? (
            <span className={styles.nothing}>empty text</span>
          ) : (
            <PlainText text={value.value} limit={600} highlight={props.highlight} />
          )}
        </span>
      ) : (
        <JsonView value={json} label={name} lines={12} />
      );
    }
    case 'array':
    case 'kvlist':
      return <JsonView value={jsonOf(value)} label={name} lines={12} />;
    case 'bytes':
      return (
        <span className={styles.text} title="bytes, shown in base64">
          <PlainText text={value.value} limit={200} />
          <span className={styles.nothing}> bytes</span>
        </span>
      );
    case 'empty':
      return <span className={styles.nothing}>no value</span>;
    case 'shortened':
      return (
        <span className={styles.text}>
          <ShortenedText
            key={`${source.id}/${value.path}`}
            preview={value.preview}
            path={value.path}
            size={
              value.of === 'string' || value.of === 'bytes'
                ? formatBytes(value.size)
                : formatPlural(value.size, 'element')
            }
            fileName={`${source.id}-${name}${value.of === 'bytes' ? '.bin' : '.txt'}`}
            isText={value.of !== 'bytes'}
          />
        </span>
      );
    default:
      return (
        <span className={styles.number} title={value.type}>
          <GroupedNumber text={String(value.value)} />
        </span>
      );
  }
}
