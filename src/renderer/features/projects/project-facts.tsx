import type { Project } from '../../../shared/contract/projects.ts';
import { hrefOf } from '../../app/route.ts';
import { Badge } from '../../ui/badge.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { formatCount } from '../../ui/format.ts';
import { mayIn } from '../people/use-may.ts';
import { LimitBadge } from '../usage/limit-badge.tsx';
import { keptText } from './kept-text.ts';
import styles from './projects.module.css';

export const DEFAULT_NOTE =
  'Every member can read it and data without a key lands here: not for sensitive data.';

/** How long its traces are kept: the times its rules say, or forever. */
export function KeptTime({ project }: { project: Project }) {
  const { legalHold } = project.kept;
  return (
    <span title={legalHold ? 'On legal hold: nothing of it is deleted.' : undefined}>
      {legalHold ? 'on hold' : keptText(project.kept)}
    </span>
  );
}

/** What sets a project apart from others, as labels. */
export function ProjectBadges({ project }: { project: Project }) {
  return (
    <>
      {project.isDefault ? (
        <Badge tone="accent" title="Telemetry of this machine that comes without a key goes here.">
          default
        </Badge>
      ) : null}
      {project.archivedAt !== null ? (
        <Badge title="It takes no data; what it has can be read.">archived</Badge>
      ) : null}
      {project.externalAllowed ? (
        <Badge icon="external" title="People from outside the organization may be members of it.">
          open to external
        </Badge>
      ) : null}
      <LimitBadge projectId={project.id} />
    </>
  );
}

/** Prefixes of the keys that work, newest first and at most `most`, and the environments they are labelled with. */
export function ProjectKeys({ project, most }: { project: Project; most: number }) {
  const shown = project.keyPrefixes.slice(0, most);
  const more = project.keyCount - shown.length;
  const prefixes =
    shown.length === 0 ? (
      <span className="faint">none</span>
    ) : (
      shown.map((prefix, index) => (
        // Keys of one project may begin alike.
        // eslint-disable-next-line react/no-array-index-key
        <code key={`${prefix}${index}`} className={styles.prefix}>
          {prefix}…
        </code>
      ))
    );
  const rest = more > 0 ? <span className="faint">+{formatCount(more)}</span> : null;
  return (
    <>
      {mayIn(project)('keys:read') ? (
        <a href={hrefOf({ screen: 'keys', projectId: project.id })} className={styles.keys}>
          {prefixes}
          {rest}
        </a>
      ) : (
        <span className={styles.keys}>
          {prefixes}
          {rest}
        </span>
      )}
      {project.environments.length > 0 ? (
        <span className={styles.environments} title="Environments of its keys">
          {project.environments.join(' · ')}
        </span>
      ) : null}
    </>
  );
}

/** How many were added to it, and the way to them; everybody may enter the Default Project without. */
export function MemberCount({ project }: { project: Project }) {
  const { isDefault, memberCount } = project;
  const count = isDefault ? 'all' : formatCount(memberCount);
  const means = isDefault
    ? `Everybody of the organization, ${formatCount(memberCount)} of them with a role of their own here`
    : undefined;
  if (!mayIn(project)('members:read')) return <span title={means}>{count}</span>;
  return (
    <a
      className={styles.link}
      title={means}
      href={hrefOf({ screen: 'members', projectId: project.id })}
    >
      {count}
      <span className="visually-hidden"> members of {project.name}</span>
    </a>
  );
}

/** When data last came, or how it could. */
export function LastSpan({ project }: { project: Project }) {
  if (project.lastSpanAt) return <RelativeTime iso={project.lastSpanAt} />;
  if (project.archivedAt !== null || !mayIn(project)('traces:write')) return <>never</>;
  return (
    <a className={styles.connect} href={hrefOf({ screen: 'connect', projectId: project.id })}>
      Connect an app
    </a>
  );
}
