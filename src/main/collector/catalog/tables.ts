import type { ColumnType, Generated } from 'kysely';
import type { SavedFilterTable } from './saved-filter-table.ts';
import type { AnnotationTables } from './annotation-tables.ts';
import type { PastRedactionTables } from './past-redaction-tables.ts';
import type { PeopleTables } from './people-tables.ts';
import type { RetentionTables } from './retention-tables.ts';
import type { RedactionTables } from './redaction-tables.ts';
import type { UsageTables } from './usage-tables.ts';

/** Milliseconds since the Unix epoch, set once. */
type CreatedMs = ColumnType<number, number, never>;

export interface ProjectTable {
  id: string;
  organization_id: string;
  name: string;
  description: string;
  /** 1 for the project every member of the organization may enter; one in each. */
  is_default: Generated<number>;
  created_ms: CreatedMs;
  /** Since when it takes no data. */
  archived_ms: Generated<number | null>;
  /** When its deletion began: its row goes once its files are gone, after a restart if need be. */
  deleting_ms: Generated<number | null>;
  /** 1 where people from outside the organization may be members. */
  external_allowed: Generated<number>;
  /** Of a workspace of files: the person who opened it; null for a project. */
  opened_by: Generated<string | null>;
}

/** Files that were opened without a project; its telemetry is that of the row in `project`. */
export interface WorkspaceTable {
  project_id: string;
  /** What people call it. */
  name: string;
  opened_ms: CreatedMs;
  /** JSON array of files with their reports. */
  files: string;
}

export interface ApiKeyTable {
  id: string;
  project_id: string;
  name: string;
  kind: 'single' | 'pair';
  /** JSON array of key scopes. */
  scopes: string;
  /** SHA-256 of the secret's random part, 32 bytes: all that is kept of it. */
  secret_sha256: Uint8Array;
  prefix: string;
  last_four: string;
  public_key: string | null;
  created_ms: CreatedMs;
  expires_ms: number | null;
  revoked_ms: number | null;
  last_used_ms: number | null;
  replaced_by: string | null;
  environment: Generated<string>;
  /** JSON array of addresses and ranges; empty for any. */
  allowed_addresses: Generated<string>;
  /** As it was then: people and keys may be gone later. */
  created_by: Generated<string | null>;
  replaced_ms: Generated<number | null>;
  last_used_from: Generated<string | null>;
  last_used_by: Generated<string | null>;
  requests: Generated<number>;
  spans: Generated<number>;
  /** Requests when it was replaced. */
  requests_before: Generated<number>;
}

export interface SettingTable {
  name: string;
  /** JSON. */
  value: string;
}

export interface PriceTable {
  provider: string;
  model: string;
  /** US dollars per million tokens. */
  input: number;
  output: number;
  cached_input: number | null;
  cache_write: number | null;
  updated_ms: number;
}

/** One thing that was done, chained to the one before; written by the audit trail alone and never changed. */
export interface AuditEntryTable {
  /** 1, 2, 3, ... without gaps. */
  sequence: number;
  id: string;
  time_ms: number;
  actor_kind: 'local' | 'person' | 'key' | 'system';
  actor_id: string | null;
  /** As it was then. */
  actor_name: string;
  /** The way it came in: window, console, command, rest, collector. */
  via: string;
  address: string | null;
  client: string | null;
  action: string;
  resource_type: string;
  resource_id: string | null;
  resource_name: string | null;
  project_id: string | null;
  organization_id: string | null;
  reason: string | null;
  /** Hash of the entry before, hexadecimal. */
  prev_hash: string;
  /** SHA-256 of this entry, hexadecimal. */
  hash: string;
  /** HMAC-SHA-256 of the hash with the instance's key, hexadecimal. */
  seal: string;
  /** JSON. */
  before: string | null;
  after: string | null;
}

/** A rule that hides attributes of a project. */
export interface VisibilityRuleTable {
  id: string;
  project_id: string;
  pattern: string;
  match_kind: 'exact' | 'prefix' | 'glob';
  /** JSON array of attribute scopes. */
  scopes: string;
  hide: 'value' | 'key';
  /** JSON array of role ids and key viewers; an id may be of a role that is gone. */
  visible_to: string;
  note: string;
  created_ms: CreatedMs;
  updated_ms: number;
}

/** Everything that changes: the tables of `catalog.db`. */
export interface CatalogTables
  extends
    PeopleTables,
    UsageTables,
    RetentionTables,
    RedactionTables,
    PastRedactionTables,
    AnnotationTables {
  project: ProjectTable;
  workspace: WorkspaceTable;
  saved_filter: SavedFilterTable;
  api_key: ApiKeyTable;
  setting: SettingTable;
  price: PriceTable;
  visibility_rule: VisibilityRuleTable;
  audit_entry: AuditEntryTable;
}
