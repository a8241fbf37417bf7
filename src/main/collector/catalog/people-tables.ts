import type { ColumnType, Generated } from 'kysely';

/** Milliseconds since the Unix epoch, set once. */
type CreatedMs = ColumnType<number, number, never>;

export interface OrganizationTable {
  id: string;
  name: string;
  created_ms: CreatedMs;
}

export interface PersonTable {
  id: string;
  /** Null for a local owner who has not set one. */
  email: string | null;
  name: string;
  /** As `hashPassword` makes it; null for somebody who cannot sign in with one. */
  password: string | null;
  /** 1 for the person who sits at the machine; at most one row. */
  is_local: Generated<number>;
  /** 1 for those who may do everything there is. */
  instance_owner: Generated<number>;
  /** Secret as versions before sealing stored it; empty after the first start since. */
  totp_clear: Uint8Array | null;
  /** As `SecondFactorKey.seal` makes it. */
  totp_sealed: Uint8Array | null;
  /** 1 once a first code was given: until then the second factor is not asked for. */
  totp_confirmed: Generated<number>;
  /** Newest 30-second step whose code was accepted. */
  totp_last_step: Generated<number>;
  /** JSON array of SHA-256 of unused recovery codes, hexadecimal. */
  recovery_sha256: Generated<string>;
  reset_sha256: Uint8Array | null;
  reset_expires_ms: number | null;
  created_ms: CreatedMs;
  disabled_ms: number | null;
}

export interface RoleTable {
  id: string;
  organization_id: string;
  scope: 'organization' | 'project';
  name: string;
  description: string;
  /** JSON array of permissions. */
  permissions: string;
  created_ms: CreatedMs;
}

export interface OrganizationMemberTable {
  organization_id: string;
  person_id: string;
  /** A built-in role or one of the table. */
  role_id: string;
  created_ms: CreatedMs;
}

export interface ProjectMemberTable {
  project_id: string;
  person_id: string;
  role_id: string;
  created_ms: CreatedMs;
}

export interface SessionTable {
  id: string;
  /** SHA-256 of the token: all that is kept of it. */
  token_sha256: Uint8Array;
  person_id: string;
  /** How it began: with a password, or with the link the collector printed. */
  kind: 'password' | 'link';
  address: string;
  client: string;
  created_ms: CreatedMs;
  last_seen_ms: number;
  expires_ms: number;
  revoked_ms: number | null;
}

export interface InvitationTable {
  id: string;
  organization_id: string;
  project_id: string | null;
  /** Null for somebody who is invited to the project alone and stays outside the organization. */
  role_id: string | null;
  project_role_id: string | null;
  email: string;
  token_sha256: Uint8Array;
  created_ms: CreatedMs;
  expires_ms: number;
  accepted_ms: number | null;
  revoked_ms: number | null;
}

/** Tables of people and what they may do. */
export interface PeopleTables {
  organization: OrganizationTable;
  person: PersonTable;
  role: RoleTable;
  organization_member: OrganizationMemberTable;
  project_member: ProjectMemberTable;
  session: SessionTable;
  invitation: InvitationTable;
}
