import styles from './values.module.css';

/** From five digits on they stand in groups: years, ports of four digits and codes stay in one piece. */
const LONG_INTEGER = /^(-?)(\d{5,})((?:\.\d+)?)$/;

/**
 * A number whose digits stand in groups of three for the eye alone: selected, copied and searched it is the number as it
 * was sent.
 */
export function GroupedNumber({ text }: { text: string }) {
  const [, sign = '', digits, fraction = ''] = LONG_INTEGER.exec(text) ?? [];
  if (digits === undefined) return text;
  const first = digits.length % 3 || 3;
  const groups = digits.slice(first).match(/\d{3}/g) ?? [];
  return (
    <>
      {sign + digits.slice(0, first)}
      {groups.map((group, i) => (
        // Groups of one number: their places are all that tells them apart.
        // eslint-disable-next-line react/no-array-index-key
        <span key={i} className={styles.group}>
          {group}
        </span>
      ))}
      {fraction}
    </>
  );
}
