import { z } from 'zod';
import { OrganizationId, PersonId, SessionId } from '../ids.ts';
import { isOneLine } from '../reason.ts';
import { call } from './call.ts';
import { Email } from './email.ts';

/** Length is what makes a password hard to guess: at least ten characters, and any of them. */
export const NewPassword = z
  .string()
  .min(10, 'At least 10 characters.')
  .max(256, 'At most 256 characters.');

/** A password as it is typed at sign-in. */
const GivenPassword = z.string().min(1).max(256);

export const Profile = z.object({
  personId: PersonId,
  name: z.string(),
  email: z.string().nullable(),
  isLocalOwner: z.boolean(),
  instanceOwner: z.boolean(),
  hasPassword: z.boolean(),
  secondFactor: z.boolean(),
  /** Unused recovery codes of the second factor. */
  recoveryCodesLeft: z.number().int(),
  organizations: z.array(
    z.object({ id: OrganizationId, name: z.string(), roleName: z.string().nullable() }),
  ),
});
export type Profile = z.infer<typeof Profile>;

export const Session = z.object({
  id: SessionId,
  kind: z.enum(['password', 'link']),
  address: z.string(),
  /** The browser or program, as it calls itself. */
  client: z.string(),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  isThis: z.boolean(),
});
export type Session = z.infer<typeof Session>;

/** A session just begun: its token goes into `Authorization: Bearer` and is never told again. */
const NewSession = z.object({ token: z.string(), expiresAt: z.iso.datetime() });

/** Signed in, or the second factor is still to come. */
export const SignInAnswer = z.discriminatedUnion('state', [
  NewSession.extend({ state: z.literal('signed_in') }),
  z.object({ state: z.literal('code_needed') }),
]);

const Code = z.object({ code: z.string().min(1).max(100) });
const PersonName = z
  .string()
  .trim()
  .min(1, 'Give a name.')
  .max(80, 'At most 80 characters.')
  .refine(isOneLine, 'Without line breaks and control characters.');

export const session = {
  signIn: call({
    permission: 'open',
    route: { method: 'POST', path: '/session' },
    summary: 'Sign in with e-mail and password, and a code where a second factor is on',
  })
    .input(
      z.object({
        email: z.string().max(254),
        password: GivenPassword,
        /** Six digits of the authenticator app, or a recovery code. */
        code: z.string().max(40).optional(),
      }),
    )
    .output(SignInAnswer),
  invitation: call({
    permission: 'open',
    route: { method: 'POST', path: '/session/invitation' },
    summary: 'What an invitation is for',
  })
    .input(Code)
    .output(
      z.object({
        organizationName: z.string(),
        /** The project, where it is for that alone. */
        projectName: z.string().nullable(),
        email: z.string(),
        roleName: z.string(),
        expiresAt: z.iso.datetime(),
        /** Somebody who is here already accepts with the password they have. */
        hasAccount: z.boolean(),
      }),
    ),
  acceptInvitation: call({
    permission: 'open',
    route: { method: 'POST', path: '/session/invitation/accept' },
    summary: 'Accept an invitation: sets name and password, or takes those of the account there is',
  })
    .input(Code.extend({ name: PersonName.optional(), password: GivenPassword }))
    .output(z.object({ email: z.string() })),
  resetPassword: call({
    permission: 'open',
    route: { method: 'POST', path: '/session/reset' },
    summary: "Set a new password with an administrator's one-time code",
  })
    .input(Code.extend({ password: NewPassword }))
    .output(z.object({ email: z.string() })),
  me: call({
    permission: 'self',
    route: { method: 'GET', path: '/session' },
    summary: 'Who is signed in',
  }).output(Profile),
  signOut: call({
    permission: 'self',
    route: { method: 'DELETE', path: '/session' },
    summary: 'End this session',
  }),
  list: call({
    permission: 'self',
    route: { method: 'GET', path: '/session/all' },
    summary: "One's own sessions that are alive",
  }).output(z.object({ sessions: z.array(Session) })),
  revoke: call({
    permission: 'self',
    route: { method: 'DELETE', path: '/session/{sessionId}' },
    summary: "End one of one's own sessions",
  }).input(z.object({ sessionId: SessionId })),
  setProfile: call({
    permission: 'self',
    route: { method: 'PATCH', path: '/session/profile' },
    summary: "Change one's name; the local owner also sets the e-mail address to sign in with",
  })
    .input(z.object({ name: PersonName.optional(), email: Email.optional() }))
    .output(Profile),
  changePassword: call({
    permission: 'self',
    route: { method: 'PUT', path: '/session/password' },
    summary: "Change one's password; all other sessions end",
  })
    .input(z.object({ current: GivenPassword.optional(), password: NewPassword }))
    .output(Profile),
  beginSecondFactor: call({
    permission: 'self',
    route: { method: 'POST', path: '/session/second-factor' },
    summary: 'A secret for an authenticator app; on once a first code confirms it',
  })
    .input(z.object({ password: GivenPassword }))
    .output(z.object({ secret: z.string(), address: z.string() })),
  confirmSecondFactor: call({
    permission: 'self',
    route: { method: 'PUT', path: '/session/second-factor' },
    summary: 'Turn the second factor on; the recovery codes are in this answer and never again',
  })
    .input(z.object({ code: z.string().max(40) }))
    .output(z.object({ recoveryCodes: z.array(z.string()) })),
  removeSecondFactor: call({
    permission: 'self',
    route: { method: 'DELETE', path: '/session/second-factor' },
    summary: 'Turn the second factor off',
  })
    .input(z.object({ password: GivenPassword }))
    .output(Profile),
};
