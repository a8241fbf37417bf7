import { useMutation, useQuery } from '@tanstack/react-query';
import type { Invitation } from '../../../shared/contract/invitations.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatPlural } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { ErrorState, Notice } from '../../ui/states.tsx';
import table from '../../ui/table.module.css';
import { CodeOnce } from './code-once.tsx';
import { useMay } from './use-may.ts';
import { usePaged } from './use-paged.tsx';
import styles from './people.module.css';

const STATE: Readonly<Record<Invitation['state'], string>> = {
  pending: 'open',
  accepted: 'accepted',
  expired: 'expired',
  revoked: 'taken back',
};

/** Invitations of an organization, with a new link or none any more. */
export function InvitationsSection({ organizationId }: { organizationId: string }) {
  const { data, error, refetch } = useQuery(
    api.invitations.list.queryOptions({
      input: { organizationId },
      select: (answer) => answer.invitations,
    }),
  );
  const mayManage = useMay(organizationId)('people:manage');
  const resend = useMutation(api.invitations.resend.mutationOptions());
  const revoke = useMutation(api.invitations.revoke.mutationOptions());
  const paged = usePaged(
    data ?? [],
    ({ email, roleName, state }) => `${email}\n${roleName}\n${STATE[state]}`,
    {
      one: 'invitation',
      many: 'invitations',
      search: 'Search invitations',
      placeholder: 'E-mail, role or state',
    },
  );
  if (error) {
    return (
      <Section title="Invitations">
        <ErrorState
          title="The invitations could not be read"
          error={error}
          onRetry={() => void refetch()}
        />
      </Section>
    );
  }
  if (!data || data.length === 0) return null;
  const isLong = data.length > 20;
  const problem = resend.error ?? revoke.error;
  return (
    // The search beside them says how many there are.
    <Section title={isLong ? 'Invitations' : formatPlural(data.length, 'invitation')}>
      {problem ? <Notice tone="error">{messageOf(problem)}</Notice> : null}
      {isLong ? <div className={styles.search}>{paged.toolbar}</div> : null}
      <div className={table['wrap']} role="region" aria-label="All invitations" tabIndex={0}>
        <table className={table['table']} aria-label="Invitations">
          <thead>
            <tr>
              <th scope="col">E-mail</th>
              <th scope="col">Role</th>
              <th scope="col">State</th>
              <th scope="col">Invited</th>
              <th scope="col">
                <span className="visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {paged.shown.map((invitation) => (
              <tr key={invitation.id}>
                <td className={styles.email}>{invitation.email}</td>
                <td>
                  {invitation.roleName}
                  {invitation.roleId === null ? ` of ${invitation.projectName} only` : null}
                </td>
                <td>{STATE[invitation.state]}</td>
                <td className={table['quiet']}>
                  <RelativeTime iso={invitation.createdAt} />
                </td>
                <td className={table['tight']}>
                  {invitation.state === 'accepted' || !mayManage ? null : (
                    <Button
                      look="ghost"
                      aria-label={`New link for ${invitation.email}`}
                      onClick={() => resend.mutate({ organizationId, invitationId: invitation.id })}
                    >
                      New link
                    </Button>
                  )}
                  {invitation.state === 'pending' && mayManage ? (
                    <Button
                      look="ghost"
                      aria-label={`Take back the invitation of ${invitation.email}`}
                      onClick={() => revoke.mutate({ organizationId, invitationId: invitation.id })}
                    >
                      Take back
                    </Button>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {paged.pager}
      {resend.data ? (
        <Dialog
          open
          locked
          onClose={resend.reset}
          title={`A new link for ${resend.data.email}`}
          footer={
            <Button look="primary" icon="check" onClick={resend.reset}>
              I have handed it over
            </Button>
          }
        >
          <CodeOnce
            kind="invitation"
            code={resend.data.code}
            note="Shown only now; the link of before is worth nothing any more."
          />
        </Dialog>
      ) : null}
    </Section>
  );
}
