import { useQuery } from '@tanstack/react-query';
import type { AccessSource, PersonAccessReport } from '../../../shared/contract/access.ts';
import { MEANINGS } from '../../../shared/permissions.ts';
import { navigate } from '../../app/use-route.ts';
import { api } from '../../client/client.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { CsvButtons } from '../../ui/csv-buttons.tsx';
import { formatPlural } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import table from '../../ui/table.module.css';
import { usePaged } from '../people/use-paged.tsx';
import { accessRows, permissionsOf, sourceWords } from './access-words.ts';
import styles from './access.module.css';

type Organization = PersonAccessReport['organizations'][number];

/** One place: how many permissions and through what, and on demand each of them. */
function PlaceRow(props: { name: string; sources: readonly AccessSource[]; isOpen?: boolean }) {
  const held = permissionsOf(props.sources);
  return (
    <details className={styles.place} open={props.isOpen}>
      <summary>
        <span className={styles.placeName}>{props.name}</span>
        <span className="muted">{formatPlural(held.length, 'permission')}</span>
        <span className={styles.sources}>
          {props.sources.map((source) => (
            <Badge key={`${source.kind} ${source.roleId}`}>{sourceWords(source)}</Badge>
          ))}
        </span>
      </summary>
      <table className={table['table']} aria-label={`Permissions in ${props.name}`}>
        <thead>
          <tr>
            <th scope="col">May</th>
            <th scope="col">Because of</th>
          </tr>
        </thead>
        <tbody>
          {held.map(({ permission, through }) => (
            <tr key={permission}>
              <td>
                {MEANINGS[permission]} <code className={styles.code}>{permission}</code>
              </td>
              <td className={table['quiet']}>{through.map(sourceWords).join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function OrganizationAccess({ organization }: { organization: Organization }) {
  const { name, sources, projects } = organization;
  const paged = usePaged(projects, (project) => project.name, {
    one: 'project',
    many: 'projects',
    search: `Search projects of ${name}`,
    placeholder: 'Name of a project',
  });
  return (
    <Section title={name}>
      <div className={styles.places}>
        {sources.length === 0 ? (
          <p className="muted">Not of this organization: let into single projects.</p>
        ) : (
          <PlaceRow name="The organization" sources={sources} isOpen />
        )}
        {projects.length > 10 ? paged.toolbar : null}
        {paged.shown.map((project) => (
          <PlaceRow key={project.projectId} name={project.name} sources={project.sources} />
        ))}
        {paged.pager}
      </div>
    </Section>
  );
}

/** What one person may do in every organization and project, and which role gives it. */
export function PersonAccess(props: { organizationId: string; personId: string }) {
  const { organizationId, personId } = props;
  const { data, error, refetch } = useQuery(
    api.access.person.queryOptions({ input: { personId }, staleTime: 0 }),
  );
  const back = (
    <Button
      icon="chevronLeft"
      onClick={() => navigate({ screen: 'people', tab: 'access', organizationId })}
    >
      All people
    </Button>
  );
  if (error) {
    return (
      <>
        <div>{back}</div>
        <ErrorState title="That could not be read" error={error} onRetry={() => void refetch()} />
      </>
    );
  }
  if (!data) return <LoadingState />;
  return (
    <>
      <Section
        title={`What ${data.name} may do`}
        description={
          data.disabledAt === null
            ? (data.email ?? undefined)
            : 'Disabled: nothing at all. The roles they were given come back when they are enabled.'
        }
        actions={
          <>
            {back}
            <CsvButtons
              rows={() => accessRows(data)}
              what="permissions"
              fileName="person-access.csv"
            />
          </>
        }
      >
        {data.instanceOwner ? <Badge tone="accent">owner of the instance</Badge> : null}
        {data.disabledAt === null ? null : <Badge tone="warn">disabled</Badge>}
      </Section>
      {data.organizations.length === 0 && data.disabledAt === null ? (
        <EmptyState icon="user" title="Nothing in your organizations" />
      ) : (
        data.organizations.map((organization) => (
          <OrganizationAccess key={organization.organizationId} organization={organization} />
        ))
      )}
    </>
  );
}
