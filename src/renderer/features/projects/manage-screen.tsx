import { useState } from 'react';
import type { Project } from '../../../shared/contract/projects.ts';
import { hrefOf } from '../../app/route.ts';
import { ScreenHeader } from '../../app/screen-header.tsx';
import { useCurrentProject } from '../../app/use-project.ts';
import { navigate } from '../../app/use-route.ts';
import { CopyText } from '../../ui/copy-button.tsx';
import { formatBytes, formatCount } from '../../ui/format.ts';
import { Page, Section } from '../../ui/page.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { LoadingState, Notice } from '../../ui/states.tsx';
import { mayIn } from '../people/use-may.ts';
import { PrivacyFact } from '../privacy/privacy-fact.tsx';
import { useOrganizations } from '../people/use-organizations.ts';
import { DangerZone } from './danger-zone.tsx';
import { ExternalSwitch } from './external-switch.tsx';
import { GeneralForm } from './general-form.tsx';
import { ProjectDialog } from './project-dialogs.tsx';
import { DEFAULT_NOTE, KeptTime, MemberCount, ProjectKeys } from './project-facts.tsx';
import type { ProjectAction } from './project-menu.tsx';
import styles from './projects.module.css';
import { useRestore } from './use-restore.ts';

function Facts({ project }: { project: Project }) {
  const { data: organizations } = useOrganizations();
  const organization = organizations?.find(({ id }) => id === project.organizationId);
  return (
    <dl className={styles.details} aria-label="About the project">
      <div>
        <dt>Id</dt>
        <dd>
          <CopyText text={project.id} what="project id" />
        </dd>
      </div>
      {organization ? (
        <div>
          <dt>Organization</dt>
          <dd>{organization.name}</dd>
        </div>
      ) : null}
      <div>
        <dt>Created</dt>
        <dd>
          <RelativeTime iso={project.createdAt} />
        </dd>
      </div>
      <div>
        <dt>Members</dt>
        <dd>
          <MemberCount project={project} />
        </dd>
      </div>
      <div>
        <dt>Keys</dt>
        <dd>
          <ProjectKeys project={project} most={3} />
        </dd>
      </div>
      <div>
        <dt>Spans</dt>
        <dd>
          {formatCount(project.spanCount)}, {formatBytes(project.bytes)} on disk
        </dd>
      </div>
      <div>
        <dt>Kept</dt>
        <dd>
          <KeptTime project={project} />
        </dd>
      </div>
    </dl>
  );
}

/** One project: its name and what it is for, who from outside may enter, and what ends it. */
export function ManageScreen({ projectId }: { projectId: string }) {
  const project = useCurrentProject();
  const [open, setOpen] = useState<ProjectAction | null>(null);
  const restore = useRestore();
  if (project?.id !== projectId) return <LoadingState />;
  const may = mayIn(project);
  return (
    <>
      <ScreenHeader title="Manage project" aside={<span className="faint">{project.name}</span>} />
      <Page width="narrow">
        {project.isDefault ? (
          <Notice>
            The Default Project: {DEFAULT_NOTE.charAt(0).toLowerCase() + DEFAULT_NOTE.slice(1)}
          </Notice>
        ) : null}
        {project.archivedAt !== null ? (
          <Notice tone="warn">
            It is archived since <RelativeTime iso={project.archivedAt} />: it takes no data, and
            what it has can be read.
          </Notice>
        ) : null}
        <Section title="General">
          {may('projects:update') ? (
            <GeneralForm key={`${project.name}\n${project.description}`} project={project} />
          ) : (
            <p className={styles.lead}>
              {project.description || <span className="faint">No description.</span>}
            </p>
          )}
          <Facts project={project} />
        </Section>
        {may('members:external') && !project.isDefault ? (
          <Section title="Access">
            <ExternalSwitch project={project} />
          </Section>
        ) : may('members:read') ? (
          <Section title="Access">
            <p className="muted">
              {project.isDefault
                ? 'Everybody of the organization may enter it, and nobody from outside.'
                : project.externalAllowed
                  ? 'People from outside the organization may be members.'
                  : 'Only people of the organization may be members.'}{' '}
              <a className={styles.connect} href={hrefOf({ screen: 'members', projectId })}>
                Members
              </a>
            </p>
          </Section>
        ) : null}
        {may('redaction:read') ? (
          <Section title="Privacy">
            <PrivacyFact projectId={projectId} />
          </Section>
        ) : null}
        <DangerZone
          project={project}
          onAction={(action) => {
            if (action === 'restore') restore.mutate({ projectId });
            else setOpen(action);
          }}
        />
      </Page>
      {open ? (
        <ProjectDialog
          action={open}
          project={project}
          onClose={() => setOpen(null)}
          onDeleted={() => navigate({ screen: 'projects' }, { replace: true })}
        />
      ) : null}
    </>
  );
}
