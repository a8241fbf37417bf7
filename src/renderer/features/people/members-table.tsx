import type { Member } from '../../../shared/contract/members.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { PassingButton } from '../../ui/passing-button.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Select, type SelectOption } from '../../ui/select.tsx';
import { SortHeading } from '../../ui/sort-heading.tsx';
import table from '../../ui/table.module.css';
import type { MemberSort, MemberView } from './member-query.ts';
import { externalRoles } from './project-roles.ts';

/** What can be done to a member, beside another role. */
export type MemberAct = 'remove' | 'reset';

interface Changes {
  /** Roles one may give here; whoever has another one is not for one to change. */
  readonly roles: readonly SelectOption<string>[];
  readonly mayManage: boolean;
  /** Whether one may let people of the organization, and those from outside, back in. */
  readonly mayReset: boolean;
  readonly onRole: (member: Member, role: SelectOption<string>) => void;
  readonly onAct: (act: MemberAct, member: Member) => void;
}

function MemberRow(props: Changes & { member: Member }) {
  const { member } = props;
  const mine = props.mayManage && props.roles.some(({ value }) => value === member.roleId);
  const options = member.external ? externalRoles(props.roles) : props.roles;
  return (
    <tr>
      <td>
        <span className={table['name']}>{member.name}</span>{' '}
        {member.external ? (
          <Badge
            icon="external"
            title="Not of the organization: sees this project and nothing else."
          >
            external
          </Badge>
        ) : null}
        {member.disabledAt !== null ? <Badge title="Cannot sign in.">disabled</Badge> : null}
        <span className={table['sub']}>{member.email ?? 'no e-mail address yet'}</span>
      </td>
      <td>
        {mine ? (
          <Select
            label={`Role of ${member.name}`}
            value={member.roleId}
            options={options}
            onChange={(roleId) => {
              const role = options.find(({ value }) => value === roleId);
              if (role) props.onRole(member, role);
            }}
          />
        ) : (
          member.roleName
        )}
      </td>
      <td className={table['quiet']}>
        <RelativeTime iso={member.joinedAt} />
      </td>
      <td className={`${table['tight'] ?? ''} ${table['right'] ?? ''}`}>
        {member.external && props.mayReset ? (
          <Button
            look="ghost"
            aria-label={`Reset the password of ${member.name}`}
            onClick={() => props.onAct('reset', member)}
          >
            Reset password
          </Button>
        ) : null}
        {mine ? (
          <PassingButton
            look="ghost"
            aria-label={`Remove ${member.name}`}
            onClick={() => props.onAct('remove', member)}
          >
            Remove
          </PassingButton>
        ) : null}
      </td>
    </tr>
  );
}

/** Members of a project, a page of them. */
export function MembersTable(
  props: Changes & {
    /** Those of the page. */
    members: readonly Member[];
    view: MemberView;
    onSort: (sort: MemberSort) => void;
  },
) {
  const sorted = { by: props.view.sort, order: props.view.order, onSort: props.onSort };
  return (
    <div className={table['wrap']}>
      <table className={table['table']} aria-label="Members">
        <thead>
          <tr>
            <SortHeading {...sorted} column="name">
              Name
            </SortHeading>
            <SortHeading {...sorted} column="role">
              Role
            </SortHeading>
            <SortHeading {...sorted} column="since">
              Since
            </SortHeading>
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {props.members.map((member) => (
            <MemberRow key={member.personId} {...props} member={member} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
