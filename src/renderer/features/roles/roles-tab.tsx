import { useQuery } from '@tanstack/react-query';
import { PERMISSION_GROUPS } from '../../../shared/permissions.ts';
import { api } from '../../client/client.ts';
import { Icon } from '../../ui/icons.tsx';
import { Section } from '../../ui/page.tsx';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import table from '../../ui/table.module.css';
import { OwnRoles } from './own-roles.tsx';
import styles from './roles.module.css';

/** Roles of one's own, and which role allows what, as a matrix. */
export function RolesTab({ organizationId }: { organizationId: string }) {
  const { data, error, refetch } = useQuery(
    api.roles.list.queryOptions({ input: { organizationId }, select: (answer) => answer.roles }),
  );
  if (error) {
    return (
      <ErrorState
        title="The roles could not be read"
        error={error}
        onRetry={() => void refetch()}
      />
    );
  }
  if (!data) return <LoadingState />;
  const groups = PERMISSION_GROUPS.filter((group) => group.scope !== 'instance');
  return (
    <>
      <OwnRoles organizationId={organizationId} roles={data} />
      <Section
        title={`${data.length} roles`}
        description="What a role in the organization allows in projects holds in every project. In a project one may do what either role allows."
      >
        <div className={table['wrap']}>
          <table className={table['table']} aria-label="Roles and permissions">
            <thead>
              <tr>
                <th scope="col" className={styles.corner}>
                  Permission
                </th>
                {data.map((role) => (
                  <th key={role.id} scope="col" className={styles.role} title={role.description}>
                    {role.name}
                    <span className={styles.scope}>
                      {role.scope} · {role.holderCount}
                    </span>
                  </th>
                ))}
              </tr>
            </thead>
            {groups.map((group) => (
              <tbody key={group.name}>
                <tr>
                  <th scope="rowgroup" colSpan={data.length + 1} className={styles.group}>
                    {group.name}
                  </th>
                </tr>
                {Object.entries(group.permissions).map(([permission, meaning]) => (
                  <tr key={permission}>
                    <th scope="row" className={styles.permission}>
                      {meaning}
                      <span className={styles.name}>{permission}</span>
                    </th>
                    {data.map((role) => (
                      <td key={role.id} className={styles.cell}>
                        {role.permissions.some((held) => held === permission) ? (
                          <>
                            <Icon name="check" size={14} />
                            <span className="visually-hidden">yes</span>
                          </>
                        ) : (
                          <span className="faint" aria-label="no">
                            ·
                          </span>
                        )}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            ))}
          </table>
        </div>
      </Section>
    </>
  );
}
