import { Settings } from '../../../shared/contract/collector.ts';
import type { Actor } from '../audit/actor.ts';
import type { AuditTrail } from '../audit/audit-trail.ts';
import type { Catalog } from '../catalog/open-catalog.ts';

const FIRST_START: Settings = {
  keylessIngest: true,
  requireSignIn: false,
  allowedOrigins: [],
  allowedHosts: [],
  auditRetentionDays: 365,
  sessionIdleMinutes: 240,
};

/** What an administrator set, in memory and in the catalog; a damaged stored value falls back to its default. */
export class SettingService {
  readonly #audit: AuditTrail;
  readonly #listeners = new Set<() => void>();
  #current: Settings;

  private constructor(audit: AuditTrail, current: Settings) {
    this.#audit = audit;
    this.#current = current;
  }

  static async open(catalog: Catalog, audit: AuditTrail): Promise<SettingService> {
    const rows = await catalog.db.selectFrom('setting').selectAll().execute();
    const stored = Object.fromEntries(rows.map((row) => [row.name, parseJson(row.value)]));
    const current = { ...FIRST_START };
    for (const name of Object.keys(FIRST_START) as (keyof Settings)[]) {
      const parsed = Settings.shape[name].safeParse(stored[name]);
      if (parsed.success) Object.assign(current, { [name]: parsed.data });
    }
    return new SettingService(audit, current);
  }

  get current(): Settings {
    return this.#current;
  }

  /** Changes what differs; the rest stays. */
  async change(
    change: { [name in keyof Settings]?: Settings[name] | undefined },
    actor: Actor,
  ): Promise<Settings> {
    await this.#audit.change(actor, async (tx) => {
      const before = this.#current;
      const after = Settings.parse({ ...before, ...withoutUndefined(change) });
      const names = (Object.keys(after) as (keyof Settings)[]).filter(
        (name) => JSON.stringify(after[name]) !== JSON.stringify(before[name]),
      );
      if (names.length === 0) return { answer: before, entries: [] };
      await tx
        .insertInto('setting')
        .values(names.map((name) => ({ name, value: JSON.stringify(after[name]) })))
        .onConflict((conflict) =>
          conflict.column('name').doUpdateSet((eb) => ({ value: eb.ref('excluded.value') })),
        )
        .execute();
      const entry = {
        action: 'settings.changed',
        resource: 'settings',
        before: pick(before, names),
        after: pick(after, names),
      } as const;
      const keep = () => {
        this.#current = after;
      };
      return { answer: after, entries: [entry], keep };
    });
    for (const listener of this.#listeners) listener();
    return this.#current;
  }

  /** Called after every change. */
  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function withoutUndefined(change: object): object {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}

function pick(settings: Settings, names: readonly (keyof Settings)[]): Partial<Settings> {
  return Object.fromEntries(names.map((name) => [name, settings[name]]));
}
