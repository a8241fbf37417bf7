import { z } from 'zod';
import { KeyId, OrganizationId, PersonId, ProjectId, RoleId } from '../ids.ts';
import { GRANTED_PERMISSIONS, KEY_SCOPES } from '../permissions.ts';
import { call } from './call.ts';

/** What gives somebody permissions at a place, and which. */
export const AccessSource = z.object({
  kind: z.enum([
    'instance_owner',
    'organization_role',
    'project_role',
    /** Every member of the organization is at least a Member of its Default Project. */
    'default_project',
    /** Whoever holds any role may see the state of the collector. */
    'any_role',
  ]),
  /** Null where no role does. */
  roleId: RoleId.nullable(),
  /** Name of the role, or of what it is instead. */
  name: z.string(),
  permissions: z.array(z.enum(GRANTED_PERMISSIONS)),
});
export type AccessSource = z.infer<typeof AccessSource>;

const Somebody = z.object({
  personId: PersonId,
  name: z.string(),
  email: z.string().nullable(),
  /** Since when the person can do nothing at all; null for everybody else. */
  disabledAt: z.iso.datetime().nullable(),
});

/** What a person may do, everywhere the reader may look. */
export const PersonAccessReport = Somebody.extend({
  instanceOwner: z.boolean(),
  organizations: z.array(
    z.object({
      organizationId: OrganizationId,
      name: z.string(),
      sources: z.array(AccessSource),
      /** Those in which the person holds anything. */
      projects: z.array(
        z.object({
          projectId: ProjectId,
          name: z.string(),
          isDefault: z.boolean(),
          sources: z.array(AccessSource),
        }),
      ),
    }),
  ),
});
export type PersonAccessReport = z.infer<typeof PersonAccessReport>;

/** Who holds one permission at a place. */
export const PermissionHolders = z.object({
  people: z.array(Somebody.extend({ sources: z.array(AccessSource.omit({ permissions: true })) })),
  /** Keys of the project that allow it; none without a project, or where the reader may not see its keys. */
  keys: z.array(
    z.object({
      keyId: KeyId,
      name: z.string(),
      prefix: z.string(),
      lastFour: z.string(),
      /** Those that allow it. */
      scopes: z.array(z.enum(KEY_SCOPES)),
    }),
  ),
});
export type PermissionHolders = z.infer<typeof PermissionHolders>;

export const access = {
  person: call({
    permission: 'people:read',
    across: true,
    route: { method: 'GET', path: '/people/{personId}/access' },
    summary: 'What a person may do in each organization and project, and what gives it',
  })
    .input(z.object({ personId: PersonId }))
    .output(PersonAccessReport),
  holders: call({
    permission: 'people:read',
    route: { method: 'GET', path: '/organizations/{organizationId}/holders' },
    summary: 'Who holds a permission in an organization or in a project of it, and through what',
  })
    .input(
      z.object({
        organizationId: OrganizationId,
        permission: z.enum(GRANTED_PERMISSIONS),
        /** Without it: in the organization, and so in all its projects. */
        inProjectId: ProjectId.optional(),
      }),
    )
    .output(PermissionHolders),
};
