import type { AttributeScope } from '../../../shared/visibility.ts';
import type { HiddenAttributes, Verdict } from './hidden-attributes.ts';
import { keyTest, type KeyTest } from './key-pattern.ts';
import { carriesMessage, type AttributePlace } from './message-keys.ts';

/** Verdicts remembered of one judge; telemetry has few keys, but a sender may make many. */
const MAX_KNOWN = 10_000;

interface CompiledRule {
  readonly test: KeyTest;
  readonly scopes: ReadonlySet<AttributeScope>;
  readonly verdict: Verdict;
}

/** What a judge remembers of a key. */
interface Ruling {
  readonly verdict: Verdict | null;
  /** Whether it carries message content, with all that is nested in its value. */
  readonly isMessage: boolean;
}

/** Stronger verdicts win: hidden over seen, the key over the value. */
const STRENGTH: Readonly<Record<Verdict, number>> = { seen: 1, value: 2, key: 3 };

/** Decides about attributes for one viewer, by place and key. */
export class Judge {
  readonly #rules: readonly CompiledRule[];
  readonly #known = new Map<string, Map<string, Ruling>>();
  #size = 0;

  constructor({ rules }: HiddenAttributes) {
    this.#rules = rules.map(({ match, pattern, scopes, verdict }) => ({
      test: keyTest(match, pattern),
      scopes: new Set(scopes),
      verdict,
    }));
  }

  /** Whether any rule hides. */
  get hidesAnything(): boolean {
    return this.#rules.some(({ verdict }) => verdict !== 'seen');
  }

  /** Whether a rule is about a place, or about messages that may sit there. */
  concerns(place: AttributePlace): boolean {
    return this.#rules.some(({ scopes }) => scopes.has(place) || scopes.has('message'));
  }

  /**
   * What becomes of an attribute.
   *
   * @param inMessage whether it sits in an event or log record that is a message
   */
  ruling(place: AttributePlace, key: string, inMessage: boolean): Ruling {
    return this.#remembered(inMessage ? `${place} in message` : place, key, () => {
      const isMessage = carriesMessage(key, inMessage);
      return { verdict: this.#decide(place, key, isMessage), isMessage };
    });
  }

  /**
   * What becomes of something under a key or dotted path; null where no rule is about it.
   *
   * @param isMessage whether it, or the value it is nested in, carries message content
   */
  verdict(place: AttributePlace, key: string, isMessage: boolean): Verdict | null {
    return this.#remembered(isMessage ? `${place} of message` : `${place} plain`, key, () => ({
      verdict: this.#decide(place, key, isMessage),
      isMessage,
    })).verdict;
  }

  #remembered(group: string, key: string, decide: () => Ruling): Ruling {
    let known = this.#known.get(group);
    if (known === undefined) this.#known.set(group, (known = new Map()));
    let ruling = known.get(key);
    if (ruling === undefined) {
      if (++this.#size > MAX_KNOWN) {
        for (const keys of this.#known.values()) keys.clear();
        this.#size = 0;
      }
      ruling = decide();
      known.set(key, ruling);
    }
    return ruling;
  }

  #decide(place: AttributePlace, key: string, isMessage: boolean): Verdict | null {
    let strongest: Verdict | null = null;
    for (const { scopes, test, verdict } of this.#rules) {
      if (!scopes.has(place) && !(isMessage && scopes.has('message'))) continue;
      if (test(key)) strongest = stronger(strongest, verdict);
      if (strongest === 'key') break;
    }
    return strongest;
  }
}

/** Of two verdicts the one that shows less. */
export function stronger(a: Verdict | null, b: Verdict | null): Verdict | null {
  if (a === null || b === null) return a ?? b;
  return STRENGTH[a] >= STRENGTH[b] ? a : b;
}
