import { useMutation } from '@tanstack/react-query';
import type { ExternalInvitation, ExternalRole } from '../../../shared/contract/members.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { Button } from '../../ui/button.tsx';
import { exactTime, formatPlural } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';
import { Notice } from '../../ui/states.tsx';
import table from '../../ui/table.module.css';
import { InvitationLinkDialog } from './invitation-link-dialog.tsx';

/** Who was invited to this project alone and has not come yet. */
export function ExternalInvitations(props: {
  projectId: string;
  invitations: readonly ExternalInvitation[];
}) {
  const { projectId, invitations } = props;
  const renew = useMutation(api.members.addExternal.mutationOptions());
  const withdraw = useMutation(api.members.withdraw.mutationOptions());
  const problem = renew.error ?? withdraw.error;
  if (invitations.length === 0 && !renew.data) return null;
  return (
    <Section
      title={formatPlural(invitations.length, 'open invitation')}
      description="To this project alone, for people who are not in the organization."
    >
      {problem ? <Notice tone="error">{messageOf(problem)}</Notice> : null}
      <div className={table['wrap']}>
        <table className={table['table']} aria-label="Invitations to this project">
          <thead>
            <tr>
              <th scope="col">E-mail</th>
              <th scope="col">Role</th>
              <th scope="col">State</th>
              <th scope="col">
                <span className="visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {invitations.map(({ id, email, roleId, roleName, state, expiresAt }) => (
              <tr key={id}>
                <td>{email}</td>
                <td>{roleName}</td>
                <td className={table['quiet']} title={exactTime(Date.parse(expiresAt) * 1000)}>
                  {state === 'pending' ? 'open' : 'expired'}
                </td>
                <td className={table['tight']}>
                  <Button
                    look="ghost"
                    aria-label={`New link for ${email}`}
                    onClick={() =>
                      renew.mutate({ projectId, email, roleId: roleId as ExternalRole })
                    }
                  >
                    New link
                  </Button>
                  <Button
                    look="ghost"
                    aria-label={`Take back the invitation of ${email}`}
                    onClick={() => withdraw.mutate({ projectId, invitationId: id })}
                  >
                    Take back
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {renew.data?.state === 'invited' ? (
        <InvitationLinkDialog
          title={`A new link for ${renew.data.invitation.email}`}
          code={renew.data.code}
          onClose={renew.reset}
        />
      ) : null}
    </Section>
  );
}
