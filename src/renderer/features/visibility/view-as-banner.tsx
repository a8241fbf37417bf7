import { useCommands, type Command } from '../../app/commands.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icons.tsx';
import { useViewedAs, viewAsOneself } from './use-view-as.ts';
import styles from './view-as-banner.module.css';

const NO_COMMANDS: readonly Command[] = [];
const LEAVE: readonly Command[] = [
  {
    id: 'view-as.leave',
    label: 'Stop viewing as another role',
    group: 'General',
    run: viewAsOneself,
  },
];

/** Says on every screen of the project, until one leaves, that one looks through somebody else's eyes. */
export function ViewAsBanner() {
  const viewed = useViewedAs();
  useCommands(viewed === null ? NO_COMMANDS : LEAVE);
  if (viewed === null) return null;
  return (
    <div className={styles.banner} role="status">
      <Icon name="eye" />
      <span className={styles.text}>
        Viewing as <b>{viewed.name}</b>
        <span className={styles.more}>
          Traces of this project are shown exactly as{' '}
          {viewed.id.startsWith('key:') ? 'such a key' : 'this role'} sees them.
        </span>
      </span>
      <Button onClick={viewAsOneself}>Exit</Button>
    </div>
  );
}
