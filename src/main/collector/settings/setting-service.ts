import { Settings } from '../../../shared/contract/collector.ts';
import type { Catalog } from '../catalog/open-catalog.ts';

const FIRST_START: Settings = { keylessIngest: true, allowedOrigins: [] };

/** What an administrator set, in memory and in the catalog; a damaged stored value falls back to its default. */
export class SettingService {
  readonly #catalog: Catalog;
  readonly #listeners = new Set<() => void>();
  #current: Settings;

  private constructor(catalog: Catalog, current: Settings) {
    this.#catalog = catalog;
    this.#current = current;
  }

  static async open(catalog: Catalog): Promise<SettingService> {
    const rows = await catalog.db.selectFrom('setting').selectAll().execute();
    const stored = Object.fromEntries(rows.map((row) => [row.name, parseJson(row.value)]));
    const current = { ...FIRST_START };
    for (const name of Object.keys(FIRST_START) as (keyof Settings)[]) {
      const parsed = Settings.shape[name].safeParse(stored[name]);
      if (parsed.success) Object.assign(current, { [name]: parsed.data });
    }
    return new SettingService(catalog, current);
  }

  get current(): Settings {
    return this.#current;
  }

  async change(change: {
    [name in keyof Settings]?: Settings[name] | undefined;
  }): Promise<Settings> {
    const given = Object.fromEntries(
      Object.entries(change).filter(([, value]) => value !== undefined),
    );
    const rows = Object.entries(given).map(([name, value]) => ({
      name,
      value: JSON.stringify(value),
    }));
    if (rows.length > 0) {
      await this.#catalog.db
        .insertInto('setting')
        .values(rows)
        .onConflict((conflict) =>
          conflict.column('name').doUpdateSet((eb) => ({ value: eb.ref('excluded.value') })),
        )
        .execute();
    }
    this.#current = Settings.parse({ ...this.#current, ...given });
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
