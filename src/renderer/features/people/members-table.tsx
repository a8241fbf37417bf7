import { useState } from 'react';
import type { Member } from '../../../shared/contract/members.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Select, type SelectOption } from '../../ui/select.tsx';
import table from '../../ui/table.module.css';

/** Members of a project; removing one asks first. */
export function MembersTable(props: {
  members: readonly Member[];
  /** Roles that can be given in a project; none while they are not known. */
  roles: readonly SelectOption<string>[];
  mayManage: boolean;
  onRole: (personId: string, roleId: string) => void;
  onRemove: (personId: string) => void;
}) {
  const [leaving, setLeaving] = useState<Member | null>(null);
  return (
    <div className={table['wrap']}>
      <table className={table['table']} aria-label="Members">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Role</th>
            <th scope="col">Since</th>
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {props.members.map((member) => (
            <tr key={member.personId}>
              <td>
                <span className={table['name']}>{member.name}</span>
                <span className={table['sub']}>{member.email ?? 'no e-mail address yet'}</span>
              </td>
              <td>
                {props.roles.length === 0 || !props.mayManage ? (
                  member.roleName
                ) : (
                  <Select
                    label={`Role of ${member.name}`}
                    value={member.roleId}
                    options={props.roles}
                    onChange={(roleId) => props.onRole(member.personId, roleId)}
                  />
                )}
              </td>
              <td className={table['quiet']}>
                <RelativeTime iso={member.joinedAt} />
              </td>
              <td className={table['tight']}>
                {props.mayManage ? (
                  <Button
                    look="ghost"
                    aria-label={`Remove ${member.name}`}
                    onClick={() => setLeaving(member)}
                  >
                    Remove
                  </Button>
                ) : null}
              </td>
            </tr>
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
            What their role here allows ends at once, in open windows too. Their role in the
            organization stays.
          </p>
        </ConfirmDialog>
      ) : null}
    </div>
  );
}
