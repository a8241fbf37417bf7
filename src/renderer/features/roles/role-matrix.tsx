import { useId, useState } from 'react';
import type { Role } from '../../../shared/contract/roles.ts';
import { MEANINGS } from '../../../shared/permissions.ts';
import { CsvButtons } from '../../ui/csv-buttons.tsx';
import { Button } from '../../ui/button.tsx';
import { formatCount } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Section } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Switch } from '../../ui/switch.tsx';
import table from '../../ui/table.module.css';
import { groupsOf, matrixRows } from './matrix.ts';
import styles from './roles.module.css';

/** Which role allows what: permissions in groups, a column for each role; roles can be left out to compare others. */
export function RoleMatrix({ roles }: { roles: readonly Role[] }) {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [onlyDifferent, setOnlyDifferent] = useState(false);
  const switchId = useId();
  const shown = roles.filter(({ id }) => !hidden.has(id));
  const groups = groupsOf(shown, onlyDifferent);
  const toggle = (id: string, visible: boolean): void => {
    const next = new Set(hidden);
    if (visible) next.delete(id);
    else next.add(id);
    setHidden(next);
  };
  return (
    <Section
      title={`${roles.length} roles`}
      description="What a role in the organization allows in projects holds in every project. In a project one may do what either role allows."
      actions={
        <>
          <span className={styles.only}>
            <span id={switchId}>Only differences</span>
            <Switch
              checked={onlyDifferent}
              onChange={setOnlyDifferent}
              aria-labelledby={switchId}
            />
          </span>
          <Menu
            align="end"
            trigger={
              <Button icon="filter">
                {hidden.size === 0 ? 'Compare roles' : `${shown.length} of ${roles.length} roles`}
              </Button>
            }
            entries={roles.map((role) => ({
              kind: 'check',
              label: `${role.name} (${role.scope})`,
              checked: !hidden.has(role.id),
              onChange: (visible) => toggle(role.id, visible),
            }))}
          />
          <CsvButtons rows={() => matrixRows(shown)} what="roles" fileName="roles.csv" />
        </>
      }
    >
      {groups.length === 0 ? (
        <EmptyState icon="check" title="These roles allow the same" />
      ) : (
        // Scrolls by itself, so it must be reachable with the keyboard.
        <div
          className={styles.matrix}
          tabIndex={0}
          role="group"
          aria-label="Which role allows what"
        >
          <table className={table['table']} aria-label="Roles and permissions">
            <thead>
              <tr>
                <th scope="col">Permission</th>
                {shown.map((role) => (
                  <th key={role.id} scope="col" className={styles.role} title={role.description}>
                    {role.name}
                    <span className={styles.scope}>
                      {role.scope} · {role.builtIn ? 'built in' : 'own'}
                    </span>
                    <span className={styles.scope}>held by {formatCount(role.holderCount)}</span>
                  </th>
                ))}
              </tr>
            </thead>
            {groups.map((group) => (
              <tbody key={group.name}>
                <tr>
                  <th scope="rowgroup" className={styles.group}>
                    {group.name}
                  </th>
                  {shown.map((role) => (
                    <td key={role.id} className={styles.count}>
                      {group.permissions.filter((one) => role.permissions.includes(one)).length} of{' '}
                      {group.permissions.length}
                    </td>
                  ))}
                </tr>
                {group.permissions.map((permission) => (
                  <tr key={permission}>
                    <th scope="row" className={styles.permission}>
                      {MEANINGS[permission]}
                      <span className={styles.name}>{permission}</span>
                    </th>
                    {shown.map((role) => (
                      <td key={role.id} className={styles.cell}>
                        {role.permissions.includes(permission) ? (
                          <span className={styles.yes}>
                            <Icon name="check" size={14} />
                            <span className="visually-hidden">yes</span>
                          </span>
                        ) : (
                          <span className="faint" aria-label="no" role="img">
                            –
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
      )}
    </Section>
  );
}
