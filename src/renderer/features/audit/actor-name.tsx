import type { AuditEntry } from '../../../shared/contract/audit.ts';
import { Icon, type IconName } from '../../ui/icons.tsx';
import styles from './audit.module.css';

type ActorKind = AuditEntry['actor']['kind'];

const ICONS: Readonly<Record<ActorKind, IconName>> = {
  local: 'monitor',
  person: 'user',
  key: 'key',
  system: 'gauge',
  unknown: 'alert',
};

/** Each kind of actor in words. */
export const ACTOR_KINDS: Readonly<Record<ActorKind, string>> = {
  local: 'at this machine',
  person: 'person',
  key: 'API key',
  system: 'the collector itself',
  unknown: 'changed outside of Spanward',
};

/** Who did it, with the kind as a shape and, for assistive technology, a word. */
export function ActorName({ actor }: { actor: AuditEntry['actor'] }) {
  return (
    <span className={styles.actor} title={`${actor.name} (${ACTOR_KINDS[actor.kind]})`}>
      <Icon name={ICONS[actor.kind]} size={13} />
      <span className={styles.cut}>{actor.name}</span>
    </span>
  );
}
