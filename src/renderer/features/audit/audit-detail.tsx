import { useId, type ReactNode } from 'react';
import type { AuditEntry } from '../../../shared/contract/audit.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { CopyButton, CopyText } from '../../ui/copy-button.tsx';
import { exactTime, shortId } from '../../ui/format.ts';
import { NamePieces } from '../../ui/name-pieces.tsx';
import { ACTOR_KINDS } from './actor-name.tsx';
import { resourceLabel } from './audit-table.tsx';
import styles from './audit.module.css';
import { differenceOf, type FieldDifference } from './difference.ts';

const MARKS = { added: '+', removed: '−', changed: '→', same: '' } as const;
const WORDS = { added: 'set', removed: 'removed', changed: 'changed', same: 'as before' } as const;

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Difference({ rows }: { rows: readonly FieldDifference[] }) {
  return (
    <table className={styles.difference}>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ field, kind, before, after }) => (
          <tr key={field} className={styles[kind]}>
            <th scope="row" title={WORDS[kind]}>
              <div className={styles.field}>
                <span className={styles.mark} role="img" aria-label={WORDS[kind]}>
                  {MARKS[kind]}
                </span>
                <span>
                  <NamePieces text={field} />
                </span>
              </div>
            </th>
            <td>{before === undefined ? null : <span>{before}</span>}</td>
            <td>{after === undefined ? null : <span>{after}</span>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Everything an entry says, and ways on from it. */
export function AuditDetail(props: {
  entry: AuditEntry;
  /** Name of the entry's project; its id where there is none any more. */
  projectName: string | null;
  onClose: () => void;
  onActor: (actor: string) => void;
  onResource: (resource: string) => void;
}) {
  const { entry } = props;
  const { actor, from, resource } = entry;
  const heading = useId();
  const rows = differenceOf(entry.before, entry.after);
  return (
    <section className={styles.detail} aria-labelledby={heading}>
      <header className={styles.detailHead}>
        <h2 id={heading} className={styles.detailTitle}>
          {entry.action}
        </h2>
        <CopyButton word text={() => JSON.stringify(entry, null, 2)} what="entry as JSON" />
        <IconButton icon="x" label="Close the entry (Escape)" onClick={props.onClose} />
      </header>
      {/* Scrolls, so it must be reachable with the keyboard. */}
      <div className={styles.detailBody} tabIndex={0} role="group" aria-label="Entry">
        <dl>
          <Fact label="When">{exactTime(Date.parse(entry.at) * 1000)}</Fact>
          <Fact label="Who">
            {actor.name} <span className={styles.quiet}>{ACTOR_KINDS[actor.kind]}</span>
            {actor.id === null ? null : <CopyText text={actor.id} what="actor id" />}
          </Fact>
          <Fact label="From">
            {from.via}
            {from.address === null ? null : ` · ${from.address}`}
            {from.client === null ? null : <span className={styles.client}>{from.client}</span>}
          </Fact>
          <Fact label="On">
            {resourceLabel(entry)} <span className={styles.quiet}>{resource.type}</span>
            {resource.id === null || resource.id === resourceLabel(entry) ? null : (
              <CopyText text={resource.id} what="resource id" />
            )}
          </Fact>
          {entry.projectId === null ? null : (
            <Fact label="Project">
              {props.projectName ?? 'deleted'} <CopyText text={entry.projectId} what="project id" />
            </Fact>
          )}
          {entry.reason === null ? null : <Fact label="Reason">{entry.reason}</Fact>}
        </dl>
        <div className={styles.ways}>
          <Button icon="filter" look="ghost" onClick={() => props.onActor(actor.id ?? actor.name)}>
            All by {actor.name}
          </Button>
          {resource.id === null ? null : (
            <Button icon="filter" look="ghost" onClick={() => props.onResource(resource.id!)}>
              All on {thisResource(entry)}
            </Button>
          )}
        </div>
        {rows.length === 0 ? null : (
          <>
            <h3 className={styles.heading}>Before and after</h3>
            <Difference rows={rows} />
          </>
        )}
        <h3 className={styles.heading}>Chain</h3>
        <dl className={styles.chain}>
          <Fact label="Entry">{entry.sequence}</Fact>
          <Fact label="Hash">
            <CopyText text={entry.hash} shown={shortHash(entry.hash)} what="hash" />
          </Fact>
          <Fact label="Follows">
            <CopyText text={entry.prevHash} shown={shortHash(entry.prevHash)} what="hash before" />
          </Fact>
        </dl>
      </div>
    </section>
  );
}

/** `this key`, `these values`: what an entry was about, to go on with; rules of a project go by its id. */
function thisResource({ resource, projectId }: AuditEntry): string {
  if (resource.id === projectId) return 'this project';
  const words = resource.type.replaceAll('_', ' ');
  return words.endsWith('s') ? `these ${words}` : `this ${words}`;
}

const shortHash = (hash: string): string => `${shortId(hash)}`;
