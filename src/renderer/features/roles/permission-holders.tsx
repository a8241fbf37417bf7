import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { PermissionHolders as Holders } from '../../../shared/contract/access.ts';
import { PERMISSION_GROUPS, type GrantedPermission } from '../../../shared/permissions.ts';
import { useProjects } from '../../app/use-project.ts';
import { navigate } from '../../app/use-route.ts';
import { api } from '../../client/client.ts';
import { CsvButtons } from '../../ui/csv-buttons.tsx';
import { Icon } from '../../ui/icons.tsx';
import { Section } from '../../ui/page.tsx';
import { Select } from '../../ui/select.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import table from '../../ui/table.module.css';
import { usePaged } from '../people/use-paged.tsx';
import { sourceWords } from './access-words.ts';
import styles from './access.module.css';

interface Row {
  readonly id: string;
  readonly kind: 'person' | 'key';
  readonly name: string;
  readonly note: string;
  readonly through: string;
}

const OPTIONS = PERMISSION_GROUPS.flatMap((group) =>
  Object.entries(group.permissions).map(([permission, meaning]) => ({
    value: permission as GrantedPermission,
    label: meaning,
    note: permission,
  })),
);

/** People first, then keys. */
function rowsOf({ people, keys }: Holders): Row[] {
  return [
    ...people.map(({ personId, name, email, sources }) => ({
      id: personId,
      kind: 'person' as const,
      name,
      note: email ?? '',
      through: sources.map(sourceWords).join(', '),
    })),
    ...keys.map(({ keyId, name, prefix, lastFour, scopes }) => ({
      id: keyId,
      kind: 'key' as const,
      name: name || 'Unnamed key',
      note: `${prefix}…${lastFour}`,
      through: `scope ${scopes.join(', ')}`,
    })),
  ];
}

function HolderRow({ row, organizationId }: { row: Row; organizationId: string }) {
  return (
    <tr>
      <td>
        {row.kind === 'person' ? (
          <button
            type="button"
            className={styles.link}
            title="Everything this person may do"
            onClick={() =>
              navigate({ screen: 'people', tab: 'access', personId: row.id, organizationId })
            }
          >
            {row.name}
          </button>
        ) : (
          <>
            <Icon name="key" size={13} /> {row.name}
          </>
        )}
        <span className={table['sub']}>{row.note}</span>
      </td>
      <td className={table['quiet']}>{row.kind === 'person' ? 'person' : 'API key'}</td>
      <td>{row.through}</td>
    </tr>
  );
}

/** Who holds one permission in the organization or in a project of it, and through what. */
export function PermissionHolders({ organizationId }: { organizationId: string }) {
  const [permission, setPermission] = useState<GrantedPermission>('traces:read');
  const [projectId, setProjectId] = useState('');
  const projects = (useProjects().data ?? []).filter(
    (project) => project.organizationId === organizationId,
  );
  const { data, error, refetch } = useQuery(
    api.access.holders.queryOptions({
      input: {
        organizationId,
        permission,
        ...(projectId === '' ? {} : { inProjectId: projectId }),
      },
      staleTime: 0,
      placeholderData: keepPreviousData,
    }),
  );
  const rows = data ? rowsOf(data) : [];
  const paged = usePaged(rows, ({ name, note, through }) => `${name}\n${note}\n${through}`, {
    one: 'holder',
    many: 'holders',
    search: 'Search holders',
    placeholder: 'Name, e-mail or role',
  });
  const csv = () => [
    ['kind', 'id', 'name', 'email or prefix', 'permission', 'through'],
    ...rows.map(({ kind, id, name, note, through }) => [kind, id, name, note, permission, through]),
  ];
  return (
    <Section
      title="Who has a permission"
      description="In the organization it holds in all its projects. Choose a project to see also who was added to it, and its keys."
      actions={<CsvButtons rows={csv} what="holders" fileName="permission-holders.csv" />}
    >
      <div className={styles.places}>
        <div className={styles.choice}>
          <Select
            label="Permission"
            value={permission}
            options={OPTIONS}
            onChange={setPermission}
          />
          <Select
            label="Where"
            value={projectId}
            options={[
              { value: '', label: 'In the organization' },
              ...projects.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={setProjectId}
          />
        </div>
        {error ? (
          <ErrorState title="That could not be read" error={error} onRetry={() => void refetch()} />
        ) : !data ? (
          <LoadingState />
        ) : rows.length === 0 ? (
          <EmptyState icon="user" title="Nobody has it here" />
        ) : (
          <>
            {paged.toolbar}
            <div className={table['wrap']}>
              <table className={table['table']} aria-label="Holders">
                <thead>
                  <tr>
                    <th scope="col">Who</th>
                    <th scope="col">Kind</th>
                    <th scope="col">Through</th>
                  </tr>
                </thead>
                <tbody>
                  {paged.shown.map((row) => (
                    <HolderRow key={row.id} row={row} organizationId={organizationId} />
                  ))}
                </tbody>
              </table>
            </div>
            {paged.pager}
          </>
        )}
      </div>
    </Section>
  );
}
