import { useQuery } from '@tanstack/react-query';
import type { Person } from '../../../shared/contract/people.ts';
import { hrefOf } from '../../app/route.ts';
import { api } from '../../client/client.ts';
import { Section } from '../../ui/page.tsx';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import table from '../../ui/table.module.css';
import { usePaged } from '../people/use-paged.tsx';
import { PermissionHolders } from './permission-holders.tsx';
import { PersonAccess } from './person-access.tsx';
import styles from './access.module.css';

const textOf = ({ name, email, roleName }: Person): string =>
  [name, email ?? '', roleName].join('\n');

function PeopleToLookAt({ organizationId }: { organizationId: string }) {
  const { data, error, refetch } = useQuery(
    api.people.list.queryOptions({ input: { organizationId } }),
  );
  const paged = usePaged(data?.people ?? [], textOf, {
    one: 'person',
    many: 'people',
    search: 'Search people',
    placeholder: 'Name, e-mail or role',
  });
  if (error) {
    return (
      <ErrorState
        title="The people could not be read"
        error={error}
        onRetry={() => void refetch()}
      />
    );
  }
  if (!data) return <LoadingState />;
  return (
    <Section
      title="What a person may do"
      description="In every organization and project you may see, and which role gives it."
    >
      <div className={styles.places}>
        {paged.toolbar}
        <div className={table['wrap']}>
          <table className={table['table']} aria-label="People to look at">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Role</th>
              </tr>
            </thead>
            <tbody>
              {paged.shown.map((person) => (
                <tr key={person.id}>
                  <td>
                    <a
                      className={styles.link}
                      href={hrefOf({
                        screen: 'people',
                        tab: 'access',
                        personId: person.id,
                        organizationId,
                      })}
                    >
                      {person.name}
                    </a>
                    <span className={table['sub']}>{person.email ?? 'no e-mail address yet'}</span>
                  </td>
                  <td>{person.roleName}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {paged.pager}
      </div>
    </Section>
  );
}

/** Both directions: who has a permission, and what a person may do. */
export function AccessTab(props: { organizationId: string; personId: string | undefined }) {
  const { organizationId, personId } = props;
  if (personId !== undefined)
    return <PersonAccess key={personId} {...{ organizationId, personId }} />;
  return (
    <>
      <PermissionHolders organizationId={organizationId} />
      <PeopleToLookAt organizationId={organizationId} />
    </>
  );
}
