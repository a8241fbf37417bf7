import type { ColumnType, Generated } from 'kysely';

/** Milliseconds since the Unix epoch, set once. */
type CreatedMs = ColumnType<number, number, never>;

export interface ProjectTable {
  id: string;
  name: string;
  description: string;
  /** 1 for the project that keyless local data goes to; at most one row. */
  is_default: Generated<number>;
  created_ms: CreatedMs;
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

/** Everything that changes: the tables of `catalog.db`. */
export interface CatalogTables {
  project: ProjectTable;
  api_key: ApiKeyTable;
  setting: SettingTable;
  price: PriceTable;
}
