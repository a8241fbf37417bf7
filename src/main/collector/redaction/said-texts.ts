import { AppError } from '../../../shared/errors.ts';
import type { Hit } from './pii-type.ts';
import { FAILED_MARKER, type ActivePolicy, type RedactionPolicy } from './policy.ts';
import { RedactionCounts, type RedactionCount } from './redaction-count.ts';
import { slicedRedactor } from './sliced-redactor.ts';
import type { TextRedactor } from './text-redactor.ts';
import { TrialThread } from './trial-thread.ts';

/** A text of an annotation. */
export interface SaidText {
  /** What it is, as the redaction audit names it: `annotation.note`. */
  readonly key: string;
  readonly text: string;
}

interface RedactedTexts {
  /** In the order given; none is empty that was not. */
  readonly texts: readonly string[];
  readonly counts: readonly RedactionCount[];
}

/** Redactors kept, by the version of their policy. */
const MAX_KNOWN = 16;

type Found = Pick<Hit, 'type' | 'rule' | 'unpacked'>;

/**
 * Redacts what people and programs say of traces, before it is written to the catalog.
 *
 * The scanner takes microseconds for it. Patterns of the user's run on a thread of their own: the collector's answers
 * everybody meanwhile.
 */
export class SaidTexts {
  readonly #thread: TrialThread;
  readonly #redactors = new Map<string, TextRedactor>();

  /** @param budgetMs longest time for the texts of one call, ms */
  constructor(budgetMs: number) {
    this.#thread = new TrialThread(budgetMs);
  }

  /** @throws AppError `busy` when too many calls wait for the thread */
  async redact(policy: RedactionPolicy, said: readonly SaidText[]): Promise<RedactedTexts> {
    if (policy.mode === 'off') return { texts: said.map(({ text }) => text), counts: [] };
    const redacted = await this.#redact(
      policy,
      said.map(({ text }) => text),
    );
    const counts = new RedactionCounts(policy.mode);
    const texts = said.map(({ key, text }, index) => {
      const { text: after, hits } = redacted[index]!;
      for (const { type, rule } of hits.flatMap(innermost)) counts.add(type, rule, key, '', '');
      // A tag and a score have a name, whatever the rules say.
      return after === '' && text !== '' ? `[${hits[0]?.type ?? 'REDACTED'}]` : after;
    });
    if (policy.besides === undefined) return { texts, counts: counts.take() };
    const left = texts.map((text, index) => ({ key: said[index]!.key, text }));
    const seen = await this.redact(policy.besides, left);
    return { texts, counts: [...counts.take(), ...seen.counts] };
  }

  close(): Promise<void> {
    return this.#thread.close();
  }

  async #redact(
    policy: ActivePolicy,
    texts: readonly string[],
  ): Promise<readonly { readonly text: string; readonly hits: readonly Found[] }[]> {
    if (policy.rules.some(({ kind }) => kind === 'pattern')) {
      try {
        const fields = texts.map((text) => ({ key: '', text }));
        return await this.#thread.call('fields', policy, fields);
      } catch (error) {
        if (error instanceof AppError && error.code !== 'invalid') throw error;
        const hits = [{ type: 'REDACTION_FAILED', rule: 'timeout' }];
        return texts.map((text) => ({ text: policy.mode === 'on' ? FAILED_MARKER : text, hits }));
      }
    }
    let redactor = this.#redactors.get(policy.version);
    if (redactor === undefined) {
      redactor = await slicedRedactor(policy);
      if (this.#redactors.size >= MAX_KNOWN) this.#redactors.clear();
      this.#redactors.set(policy.version, redactor);
    }
    return texts.map((text) => redactor.redactSafely(text, ''));
  }
}

/** What was found in a hit: of base64 what was in there. */
export function innermost(hit: Found): readonly Found[] {
  return hit.unpacked === undefined ? [hit] : hit.unpacked.hits.flatMap(innermost);
}
