import { useState } from 'react';
import type { Member } from '../../../shared/contract/members.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Select, type SelectOption } from '../../ui/select.tsx';
import { SortHeading } from '../../ui/sort-heading.tsx';
import table from '../../ui/table.module.css';
import type { MemberSort, MemberView } from './member-query.ts';
import { externalRoles } from './project-roles.ts';

interface Changes {
  /** Roles one may give here; whoever has another one is not for one to change. */
  readonly roles: readonly SelectOption<string>[];
  readonly mayManage: boolean;
  readonly onRole: (personId: string, roleId: string) => void;
}

function MemberRow(props: Changes & { member: Member; onRemove: () => void }) {
  const { member } = props;
  const mine = props.mayManage && props.roles.some(({ value }) => value === member.roleId);
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
            options={member.external ? externalRoles(props.roles) : props.roles}
            onChange={(roleId) => props.onRole(member.personId, roleId)}
          />
        ) : (
          member.roleName
        )}
      </td>
      <td className={table['quiet']}>
        <RelativeTime iso={member.joinedAt} />
      </td>
      <td className={table['tight']}>
        {mine ? (
          <Button look="ghost" aria-label={`Remove ${member.name}`} onClick={props.onRemove}>
            Remove
          </Button>
        ) : null}
      </td>
    </tr>
  );
}

/** Members of a project; removing one asks first. */
export function MembersTable(
  props: Changes & {
    /** Those of the page. */
    members: readonly Member[];
    view: MemberView;
    onSort: (sort: MemberSort) => void;
    onRemove: (personId: string) => void;
  },
) {
  const [leaving, setLeaving] = useState<Member | null>(null);
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
            <MemberRow
              key={member.personId}
              member={member}
              roles={props.roles}
              mayManage={props.mayManage}
              onRole={props.onRole}
              onRemove={() => setLeaving(member)}
            />
          ))}
        </tbody>
      </table>
      {leaving ? (
        <ConfirmDialog
          open
          onClose={() => setLeaving(null)}
          title={`Remove ${leaving.name} from the project?`}
          confirm="Remove"
          onConfirm={() => {
            props.onRemove(leaving.personId);
            setLeaving(null);
          }}
        >
          <p>
            {leaving.external
              ? 'They see nothing of it from now on, in open windows too. What they made stays.'
              : 'What their role here allows ends at once, in open windows too. Their role in the organization stays.'}
          </p>
        </ConfirmDialog>
      ) : null}
    </div>
  );
}
