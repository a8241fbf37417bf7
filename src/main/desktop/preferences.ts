import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ThemeChoice } from '../../shared/desktop-api.ts';
import { LOCAL_INSTANCE } from '../../shared/instances.ts';
import { writePrivate } from './write-private.ts';

const Bounds = z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int() });

/** What the desktop app remembers of its window; sizes in device-independent pixels. */
const PreferencesShape = z.object({
  theme: ThemeChoice.catch('system'),
  bounds: Bounds.optional().catch(undefined),
  maximized: z.boolean().catch(false),
  /** The instance the window was about. */
  instance: z.string().catch(LOCAL_INSTANCE),
});
type PreferencesShape = z.infer<typeof PreferencesShape>;

/** The app's preferences, kept in one small file; one that cannot be read counts as empty. */
export class Preferences {
  readonly #file: string;
  #values: PreferencesShape;

  constructor(file: string) {
    this.#file = file;
    this.#values = PreferencesShape.parse(readJson(file));
  }

  get values(): Readonly<PreferencesShape> {
    return this.#values;
  }

  /** Changes some and writes the file; a disk that refuses loses only the preference. */
  set(changes: Partial<PreferencesShape>): void {
    this.#values = { ...this.#values, ...changes };
    try {
      writePrivate(this.#file, JSON.stringify(this.#values));
    } catch {
      // The next change tries again.
    }
  }
}

function readJson(file: string): object {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
