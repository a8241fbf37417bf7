import type {
  CoverageStep,
  InstanceRedaction,
  RedactionAuditQuery,
  RedactionRow,
  RedactionRules,
  RedactionSummary,
  TriedField,
} from '../../../shared/contract/redaction.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Actor } from '../audit/actor.ts';
import type { AuditTrail } from '../audit/audit-trail.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import type { Clock } from '../clock.ts';
import { describeBug } from '../describe-bug.ts';
import type { Log } from '../log.ts';
import { projectRowOf } from '../projects/project-rows.ts';
import type { ClockWatch } from '../retention/clock-watch.ts';
import { checkTemplates } from './check-templates.ts';
import { coverRecords, type CoverageLimits, type SeenRecords } from './cover-records.ts';
import { HourlyCounts } from './hourly-counts.ts';
import {
  parseTemplate,
  type ActivePolicy,
  type RedactionPolicy,
  type Replacement,
} from './policy.ts';
import { readCounts, sumCounts, type Sight } from './read-counts.ts';
import type { RedactionCount } from './redaction-count.ts';
import { instanceState, ruleState } from './rule-state.ts';
import { SaidTexts, type SaidText } from './said-texts.ts';
import { slicedRedactor } from './sliced-redactor.ts';
import {
  FIRST_INSTANCE,
  FIRST_RULES,
  parseInstance,
  parseRules,
  policyFrom,
} from './stored-rules.ts';
import type { TrialField } from './trial-protocol.ts';
import { TrialThread } from './trial-thread.ts';

/** How long counts are held before they are written, ms. */
const WRITE_EVERY_MS = 10_000;
/** Longest trial of rules on a text, ms. */
const TRIAL_MS = 5_000;

/** Some fields of something; those left out stay. */
export type Changes<T> = { readonly [K in keyof T]?: T[K] | undefined };

interface RedactionServiceOptions {
  readonly catalog: Catalog;
  readonly clock: Clock;
  readonly clockWatch: ClockWatch;
  readonly audit: AuditTrail;
  readonly log: Log;
}

/** What is redacted of which project, and what was. */
export class RedactionService {
  readonly #options: RedactionServiceOptions;
  readonly #rules = new Map<string, RedactionRules>();
  readonly #policies = new Map<string, RedactionPolicy>();
  readonly #counts = new HourlyCounts();
  readonly #trials = new TrialThread(TRIAL_MS);
  readonly #said = new SaidTexts(TRIAL_MS);
  readonly #timer: NodeJS.Timeout;
  #instance = FIRST_INSTANCE;
  #writing: Promise<void> = Promise.resolve();

  private constructor(options: RedactionServiceOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.#flushAndTrim(), WRITE_EVERY_MS).unref();
  }

  static async open(options: RedactionServiceOptions): Promise<RedactionService> {
    const service = new RedactionService(options);
    const { db } = options.catalog;
    for (const row of await db.selectFrom('redaction_rule').selectAll().execute()) {
      service.#rules.set(row.project_id, parseRules(row.rules));
    }
    const instance = await db.selectFrom('redaction_instance').select('rules').executeTakeFirst();
    if (instance !== undefined) service.#instance = parseInstance(instance.rules);
    return service;
  }

  get instance(): InstanceRedaction {
    return this.#instance;
  }

  rules(projectId: string): RedactionRules {
    return this.#rules.get(projectId) ?? { ...FIRST_RULES, mode: this.#instance.defaultMode };
  }

  /** True when the data of any project is looked at. */
  get isUsed(): boolean {
    const { defaultMode, requiredTypes } = this.#instance;
    if (defaultMode !== 'off' || requiredTypes.length > 0) return true;
    return [...this.#rules.values()].some(({ mode }) => mode !== 'off');
  }

  /** Rules of a project as its administrators see them. @throws AppError `not_found` */
  async state(projectId: string) {
    await projectRowOf(this.#options.catalog.db, projectId);
    return {
      rules: this.rules(projectId),
      requiredTypes: this.#instance.requiredTypes,
      isDefault: !this.#rules.has(projectId),
    };
  }

  /** What the decode threads are to do with a project's data; asked once a job. */
  policyOf(projectId: string): RedactionPolicy {
    let policy = this.#policies.get(projectId);
    if (policy === undefined) {
      policy = policyFrom(projectId, this.rules(projectId), this.#instance, this.#key(projectId));
      this.#policies.set(projectId, policy);
    }
    return policy;
  }

  /** What becomes of stored data by the present rules, whatever their mode is for data that arrives. */
  policyOfPast(projectId: string): ActivePolicy {
    const rules = { ...this.rules(projectId), mode: 'on' } as const;
    const key = this.#key(projectId);
    return policyFrom(projectId, rules, this.#instance, key) as ActivePolicy;
  }

  /** The same for one project for ever, so that tokens can be joined; base64. */
  pseudonymKey(projectId: string): string {
    return this.#key(projectId);
  }

  /** What may be stored of texts that people and programs say of traces. @throws AppError `busy` */
  async said(projectId: string, texts: readonly SaidText[]): Promise<readonly string[]> {
    const redacted = await this.#said.redact(this.policyOf(projectId), texts);
    this.counted(projectId, redacted.counts);
    return redacted.texts;
  }

  /** Counts what a job's redactions were. */
  counted(projectId: string, counts: readonly RedactionCount[]): void {
    this.#counts.add(projectId, this.#options.clock.now(), counts);
  }

  /** @throws AppError `not_found`, or `invalid` for a rule or template that cannot be used */
  async change(
    projectId: string,
    wanted: Changes<RedactionRules>,
    actor: Actor,
  ): Promise<RedactionRules> {
    const { audit, catalog } = this.#options;
    await projectRowOf(catalog.db, projectId);
    // Before the transaction, for which others wait.
    const tried = merged(this.rules(projectId), wanted);
    await check(projectId, tried);
    return audit.change(actor, async (tx) => {
      const project = await projectRowOf(tx, projectId);
      const before = this.rules(projectId);
      const after = merged(before, wanted);
      const text = JSON.stringify(after);
      // Somebody changed them meanwhile.
      if (text !== JSON.stringify(tried)) await check(projectId, after);
      // A mode that is chosen holds, though it is that of the instance now: that one may change.
      const isChosen = this.#rules.has(projectId) || wanted.mode === undefined;
      if (isChosen && text === JSON.stringify(before)) return { answer: before, entries: [] };
      await tx
        .insertInto('redaction_rule')
        .values({ project_id: projectId, rules: text })
        .onConflict((conflict) => conflict.column('project_id').doUpdateSet({ rules: text }))
        .execute();
      const entry = {
        action: 'redaction.changed',
        resource: 'redaction',
        resourceId: projectId,
        resourceName: project.name,
        projectId,
        before: ruleState(before),
        after: ruleState(after),
      } as const;
      const keep = () => {
        this.#rules.set(projectId, after);
        this.#policies.delete(projectId);
      };
      return { answer: after, entries: [entry], keep };
    });
  }

  async changeInstance(
    wanted: Changes<InstanceRedaction>,
    actor: Actor,
  ): Promise<InstanceRedaction> {
    return this.#options.audit.change(actor, async (tx) => {
      const before = this.#instance;
      const after = { ...before, ...withoutUndefined(wanted) };
      const rules = JSON.stringify(after);
      if (rules === JSON.stringify(before)) return { answer: before, entries: [] };
      await tx
        .insertInto('redaction_instance')
        .values({ id: 1, rules })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ rules }))
        .execute();
      const entry = {
        action: 'redaction.instance_changed',
        resource: 'redaction',
        before: instanceState(before),
        after: instanceState(after),
      } as const;
      const keep = () => {
        this.#instance = after;
        this.#policies.clear();
      };
      return { answer: after, entries: [entry], keep };
    });
  }

  /** Tries rules on values as if they were on. Nothing of them is kept. @throws AppError `not_found`, `invalid` */
  async try(
    projectId: string,
    fields: readonly TrialField[],
    wanted: Changes<RedactionRules>,
  ): Promise<TriedField[]> {
    const policy = await this.#trialPolicy(projectId, wanted);
    if (policy.mode === 'off') {
      return fields.map((field) => ({ ...field, action: 'examine' as const, hits: [] }));
    }
    return this.#trials.call('fields', policy, fields);
  }

  /** Counts what rules would find as if they were on; see {@link coverRecords}. @throws AppError `not_found`, `invalid` */
  async *cover(
    projectId: string,
    wanted: Changes<RedactionRules>,
    seen: SeenRecords,
    limits: CoverageLimits,
  ): AsyncGenerator<CoverageStep, void> {
    const policy = await this.#trialPolicy(projectId, wanted);
    if (policy.mode === 'off') throw new AppError('invalid', 'There are no rules to look with.');
    yield* coverRecords({ ...policy, mode: 'detect' }, seen, limits);
  }

  /** Rows of the redaction audit, those of the last seconds included. @throws AppError `not_found`, `forbidden` */
  async audit(
    projectId: string,
    query: RedactionAuditQuery,
    limit: number,
    sight: Sight,
  ): Promise<RedactionRow[]> {
    const { db } = this.#options.catalog;
    await projectRowOf(db, projectId);
    await this.#flushAndTrim();
    return readCounts(db, { projectId, query, sight }, limit);
  }

  /** Sums of the redaction audit, those of the last seconds included. @throws AppError `not_found`, `forbidden` */
  async summary(
    projectId: string,
    query: RedactionAuditQuery,
    bucket: 'hour' | 'day',
    sight: Sight,
  ): Promise<RedactionSummary> {
    const { db } = this.#options.catalog;
    await projectRowOf(db, projectId);
    await this.#flushAndTrim();
    return sumCounts(db, { projectId, query, sight }, bucket);
  }

  /** Writes what was counted. */
  flush(): Promise<void> {
    return this.#inTurn(() => this.#counts.write(this.#options.catalog));
  }

  /** Writes what was counted, and lets go of what is too old. */
  #flushAndTrim(): Promise<void> {
    const { catalog, clock, clockWatch } = this.#options;
    void this.flush();
    return this.#inTurn(() => this.#counts.trim(catalog, clock.now(), clockWatch));
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const { log } = this.#options;
    this.#writing = this.#writing
      .then(work)
      .catch((error: unknown) => log.error('redaction_counts_failed', describeBug(error)));
    return this.#writing;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all([this.#trials.close(), this.#said.close()]);
    await this.flush();
  }

  #key(projectId: string): string {
    return this.#options.audit.key.derive(`pseudonym-1 ${projectId}`).toString('base64');
  }

  async #trialPolicy(projectId: string, wanted: Changes<RedactionRules>): Promise<RedactionPolicy> {
    await projectRowOf(this.#options.catalog.db, projectId);
    const rules = merged(this.rules(projectId), { ...wanted, mode: 'on' });
    await check(projectId, rules);
    return policyFrom(projectId, rules, this.#instance, this.#key(projectId));
  }
}

/** Rules with what somebody wants changed. @throws AppError `invalid` for a replacement text that cannot be used */
function merged(before: RedactionRules, wanted: Changes<RedactionRules>): RedactionRules {
  const after = { ...before, ...withoutUndefined(wanted) };
  return {
    ...after,
    replacement: checkedReplacement(after.replacement, 'all kinds without one of their own'),
    replacements: Object.fromEntries(
      Object.entries(after.replacements).map(([type, one]) => [
        type,
        checkedReplacement(one, `the kind ${type}`),
      ]),
    ),
    rules: after.rules.map((rule) =>
      rule.replacement === undefined
        ? rule
        : { ...rule, replacement: checkedReplacement(rule.replacement, `the rule ${rule.id}`) },
    ),
  };
}

/** Says what is wrong with rules before anything depends on them. @throws AppError `invalid` */
async function check(projectId: string, rules: RedactionRules): Promise<void> {
  // Of all kinds: one that is off may be switched on later, or be required.
  const all = { ...rules, mode: 'on', types: FIRST_RULES.types } as const;
  const policy = policyFrom(projectId, all, FIRST_INSTANCE, '') as ActivePolicy;
  checkTemplates(await slicedRedactor(policy));
}

/** @param of what it is the replacement of, as the error says it */
function checkedReplacement(
  replacement: Replacement,
  of: string,
): {
  kind: Replacement['kind'];
  template?: string;
} {
  const { kind, template } = replacement;
  if (kind !== 'text' || template === undefined) return { kind };
  const plain = parseTemplate(template);
  if (plain === undefined) {
    throw new AppError(
      'invalid',
      `The replacement text of ${of} cannot be used: it has no quotes, backslashes, control characters or halves of characters, as it is put into JSON as it is. Take them out.`,
    );
  }
  return { kind, template: plain };
}

function withoutUndefined<T extends object>(
  values: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
