import type { Person } from '../../../shared/contract/people.ts';
import { navigate } from '../../app/use-route.ts';
import { Badge } from '../../ui/badge.tsx';
import { IconButton } from '../../ui/button.tsx';
import { formatPlural } from '../../ui/format.ts';
import { Menu, type MenuEntry } from '../../ui/menu.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Select, type SelectOption } from '../../ui/select.tsx';
import table from '../../ui/table.module.css';

/** What can be done to somebody. */
export type PersonAct = 'remove' | 'reset' | 'switch';

interface RowProps {
  readonly organizationId: string;
  readonly mayManage: boolean;
  readonly roles: readonly SelectOption<string>[];
  readonly onRole: (person: Person, roleId: string) => void;
  readonly onAct: (act: PersonAct, person: Person) => void;
}

function entriesFor(person: Person, { organizationId, mayManage, onAct }: RowProps): MenuEntry[] {
  const look: MenuEntry = {
    label: 'What they may do',
    icon: 'key',
    onSelect: () =>
      navigate({ screen: 'people', tab: 'access', personId: person.id, organizationId }),
  };
  if (!mayManage || person.isLocalOwner) return [look];
  return [
    look,
    { kind: 'separator' },
    { label: 'Reset password…', onSelect: () => onAct('reset', person) },
    {
      label: person.disabledAt === null ? 'Disable…' : 'Enable…',
      onSelect: () => onAct('switch', person),
    },
    { label: 'Remove…', danger: true, onSelect: () => onAct('remove', person) },
  ];
}

function PersonRow(props: RowProps & { person: Person }) {
  const { person, roles } = props;
  return (
    <tr>
      <td>
        <span className={table['name']}>{person.name}</span>{' '}
        {person.isLocalOwner ? <Badge>this machine</Badge> : null}{' '}
        {person.disabledAt === null ? null : <Badge tone="warn">disabled</Badge>}{' '}
        {person.secondFactor ? <Badge icon="check">second factor</Badge> : null}
        <span className={table['sub']}>{person.email ?? 'no e-mail address yet'}</span>
      </td>
      <td>
        {props.mayManage && roles.length > 0 ? (
          <Select
            label={`Role of ${person.name}`}
            value={person.roleId}
            options={roles}
            onChange={(roleId) => props.onRole(person, roleId)}
          />
        ) : (
          person.roleName
        )}
      </td>
      <td className={table['quiet']}>{formatPlural(person.projectCount, 'project')}</td>
      <td className={table['quiet']}>
        {person.lastSeenAt ? <RelativeTime iso={person.lastSeenAt} /> : 'never'}
      </td>
      <td className={table['tight']}>
        <Menu
          align="end"
          trigger={<IconButton icon="more" label={`More about ${person.name}`} />}
          entries={entriesFor(person, props)}
        />
      </td>
    </tr>
  );
}

/** People of an organization, a page of them. */
export function PeopleTable(props: RowProps & { people: readonly Person[] }) {
  return (
    <div className={table['wrap']}>
      <table className={table['table']} aria-label="People">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Role</th>
            <th scope="col">Also member of</th>
            <th scope="col">Last seen</th>
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {props.people.map((person) => (
            <PersonRow key={person.id} {...props} person={person} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
