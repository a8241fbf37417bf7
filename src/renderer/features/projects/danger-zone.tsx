import type { ReactNode } from 'react';
import type { Project } from '../../../shared/contract/projects.ts';
import { Button } from '../../ui/button.tsx';
import { Section } from '../../ui/page.tsx';
import { mayIn } from '../people/use-may.ts';
import { ON_HOLD } from '../retention/legal-hold.ts';
import type { ProjectAction } from './project-menu.tsx';
import styles from './projects.module.css';

function Danger(props: { title: string; children: ReactNode; action: ReactNode }) {
  return (
    <div className={styles.setting}>
      <div>
        <h3>{props.title}</h3>
        <p className="muted">{props.children}</p>
      </div>
      {props.action}
    </div>
  );
}

/** Transfer, archiving and deletion, as far as one may; nothing where one may nothing of it. */
export function DangerZone(props: { project: Project; onAction: (action: ProjectAction) => void }) {
  const { project, onAction } = props;
  const may = mayIn(project);
  const isArchived = project.archivedAt !== null;
  if (project.isDefault || !(may('projects:update') || may('members:owners'))) return null;
  return (
    <Section title="Danger zone">
      <div className={styles.danger}>
        {may('members:owners') ? (
          <Danger
            title="Transfer to another owner"
            action={<Button onClick={() => onAction('transfer')}>Transfer</Button>}
          >
            Somebody else of the organization becomes its owner. You choose what the owner of now
            keeps.
          </Danger>
        ) : null}
        {may('projects:update') ? (
          <Danger
            title={isArchived ? 'Restore this project' : 'Archive this project'}
            action={
              isArchived ? (
                <Button onClick={() => onAction('restore')}>Restore</Button>
              ) : (
                <Button onClick={() => onAction('archive')}>Archive</Button>
              )
            }
          >
            {isArchived
              ? 'It takes data again.'
              : 'It takes no more data and leaves the lists to pick from. What it has can still be read.'}
          </Danger>
        ) : null}
        {may('projects:delete') ? (
          <Danger
            title="Delete this project"
            action={
              <Button
                look="danger"
                disabled={project.kept.legalHold}
                onClick={() => onAction('delete')}
              >
                Delete
              </Button>
            }
          >
            {project.kept.legalHold
              ? ON_HOLD
              : 'With all its telemetry and keys, for good. You see what goes before it does.'}
          </Danger>
        ) : null}
      </div>
    </Section>
  );
}
