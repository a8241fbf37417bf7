import { Icon } from '../../ui/icons.tsx';
import { useViewedAs } from './use-view-as.ts';
import styles from './hidden-value.module.css';

/** What stands in the place of a value that a rule hides: never the value, and nothing to copy. */
export function HiddenValue(props: {
  /** What is hidden, for the tooltip: "model", "user.email". */
  what?: string;
  /** In a narrow cell: the mark without the word. */
  short?: boolean;
}) {
  const viewer = useViewedAs();
  const from = viewer === null ? 'you' : viewer.name;
  const title = `${props.what ? `${props.what} is hidden` : 'Hidden'} from ${from} by a visibility rule of this project`;
  return (
    <span className={styles.hidden} title={title}>
      <Icon name="eyeOff" size={12} />
      {props.short ? <span className="visually-hidden">hidden</span> : 'hidden'}
    </span>
  );
}
