import {
  InstanceRetention,
  RETAINED_SIGNALS,
  RetentionRules,
  RetentionRun,
  type SignalRule,
} from '../../../shared/contract/retention.ts';
import { AppError } from '../../../shared/errors.ts';
import { formatBytes } from '../../../shared/format-bytes.ts';
import type { Actor } from '../audit/actor.ts';
import type { AuditTrail, CatalogTransaction } from '../audit/audit-trail.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import { parseStored } from '../catalog/parse-stored.ts';
import { projectRowOf } from '../projects/project-rows.ts';
import type { VisibleStore } from '../visibility/visible-store.ts';
import { changedRules, comparedBy, KEEP_EVERYTHING } from './rules.ts';

const RULE_NAMES = Object.keys(KEEP_EVERYTHING) as (keyof RetentionRules)[];

type Reader = Catalog['db'] | CatalogTransaction;

/** What one caller may see of traces: rules by what is hidden from them are not theirs to set or to try. */
export type SeenColumns = Pick<VisibleStore, 'hiddenFields' | 'checkFields'>;

const MEGABYTE = 1e6;

/** The guard of a new instance: warns, and stops before the disk is full; removes nothing by itself. */
const FIRST_INSTANCE: InstanceRetention = {
  ceilingDays: null,
  disk: {
    warnBelow: 2000 * MEGABYTE,
    deleteBelow: 1000 * MEGABYTE,
    deleteOldest: false,
    refuseBelow: 200 * MEGABYTE,
  },
};

/** What a change names; the rest stays. */
export type RuleChange = {
  readonly [S in (typeof RETAINED_SIGNALS)[number]]?:
    | { readonly [K in keyof SignalRule]?: SignalRule[K] | undefined }
    | undefined;
} & {
  readonly environments?: RetentionRules['environments'] | undefined;
  readonly errorDays?: number | null | undefined;
  readonly pinnedDays?: number | null | undefined;
  readonly legalHold?: boolean | undefined;
};

/** Rules as the catalog has them. */
export interface StoredRules {
  readonly rules: RetentionRules;
  /** The text of the catalog is none that this version knows: damaged, or of a newer one. */
  readonly isUnreadable: boolean;
}

/** Rules of a project. Those that cannot be read keep everything, and hold it: a legal hold may be among them. */
export async function storedRules(db: Reader, projectId: string): Promise<StoredRules> {
  const row = await (db as Catalog['db'])
    .selectFrom('retention_rule')
    .select('rules')
    .where('project_id', '=', projectId)
    .executeTakeFirst();
  return row === undefined ? { rules: KEEP_EVERYTHING, isUnreadable: false } : readRules(row.rules);
}

/** As {@link storedRules}, of the text in the catalog. */
export function readRules(text: string): StoredRules {
  const rules = parseStored(RetentionRules, text);
  const isUnreadable = rules === undefined;
  return { rules: rules ?? { ...KEEP_EVERYTHING, legalHold: true }, isUnreadable };
}

/** The rules alone of {@link storedRules}. */
export async function rulesOf(db: Reader, projectId: string): Promise<RetentionRules> {
  return (await storedRules(db, projectId)).rules;
}

/** Why nothing of a project may be deleted or written anew; undefined where it may. */
export async function holdOf(db: Reader, projectId: string): Promise<string | undefined> {
  const { rules, isUnreadable } = await storedRules(db, projectId);
  if (isUnreadable) {
    return 'The retention rules of the project cannot be read, and a legal hold may be among them: nothing of it may be deleted. Set the rules anew, then take the hold off.';
  }
  if (!rules.legalHold) return undefined;
  return 'The project is on legal hold: nothing of it may be deleted. Take the hold off first.';
}

/** @throws AppError `conflict` where {@link holdOf} says why */
export async function requireNoHold(db: Reader, projectId: string): Promise<void> {
  const hold = await holdOf(db, projectId);
  if (hold !== undefined) throw new AppError('conflict', hold);
}

export async function instanceRules(db: Reader): Promise<InstanceRetention> {
  const row = await (db as Catalog['db'])
    .selectFrom('retention_instance')
    .select('rules')
    .executeTakeFirst();
  return (row && parseStored(InstanceRetention, row.rules)) ?? FIRST_INSTANCE;
}

/**
 * The last sweeps that are written down, the newest first; of one project, with its results alone. One that cannot be
 * read hides no other.
 */
export async function runsOf(db: Reader, projectId: string): Promise<RetentionRun[]> {
  const rows = await (db as Catalog['db'])
    .selectFrom('retention_run')
    .select('run')
    .orderBy('id', 'desc')
    .limit(KEPT_RUNS)
    .execute();
  return rows
    .map(({ run }) => parseStored(RetentionRun, run))
    .filter((run) => run !== undefined)
    .map((run) => ({
      ...run,
      results: run.results.filter((result) => result.projectId === projectId),
    }))
    .filter(({ results }) => results.length > 0)
    .slice(0, SHOWN_RUNS);
}

/** Runs that are kept, and how many of them a project shows. */
export const KEPT_RUNS = 200;
const SHOWN_RUNS = 20;

/**
 * Changes rules of a project, with an entry of what differs.
 *
 * @throws AppError `not_found`, `forbidden` for a change of rules by what is hidden from the caller
 */
export function changeRules(
  audit: AuditTrail,
  projectId: string,
  wanted: RuleChange,
  seen: SeenColumns,
  actor: Actor,
): Promise<RetentionRules> {
  return audit.change(actor, async (tx) => {
    const project = await projectRowOf(tx, projectId);
    const { rules: before, isUnreadable } = await storedRules(tx, projectId);
    const after = merge(before, wanted);
    // What could not be read is written anew as a whole: nobody knows what of it differs.
    const names = isUnreadable ? RULE_NAMES : changedRules(before, after);
    if (names.length === 0) return { answer: before, entries: [] };
    seen.checkFields('change this rule', comparedBy(names));
    const rules = JSON.stringify(after);
    await tx
      .insertInto('retention_rule')
      .values({ project_id: projectId, rules })
      .onConflict((conflict) => conflict.column('project_id').doUpdateSet({ rules }))
      .execute();
    const only = (from: RetentionRules) =>
      Object.fromEntries(names.map((name) => [name, from[name]]));
    const entry = {
      action: 'retention.changed',
      resource: 'retention',
      resourceId: projectId,
      resourceName: project.name,
      projectId,
      before: isUnreadable ? { unreadable: true } : only(before),
      after: only(after),
    } as const;
    return { answer: after, entries: [entry] };
  });
}

/** Changes the rules of the instance. @throws AppError `invalid` when the thresholds of the disk cross */
export function changeInstance(
  audit: AuditTrail,
  wanted: {
    readonly ceilingDays?: number | null | undefined;
    readonly disk?:
      | { [K in keyof InstanceRetention['disk']]?: InstanceRetention['disk'][K] | undefined }
      | undefined;
  },
  actor: Actor,
): Promise<InstanceRetention> {
  return audit.change(actor, async (tx) => {
    const before = await instanceRules(tx);
    const after: InstanceRetention = {
      ceilingDays: wanted.ceilingDays === undefined ? before.ceilingDays : wanted.ceilingDays,
      disk: { ...before.disk, ...withoutUndefined(wanted.disk ?? {}) },
    };
    const { warnBelow, deleteBelow, refuseBelow } = after.disk;
    if (warnBelow < deleteBelow || deleteBelow < refuseBelow) {
      throw new AppError(
        'invalid',
        `Free space has to fall in this order: below the warning first (${formatBytes(warnBelow)}), then below that of deletion (${formatBytes(deleteBelow)}), then below that of refusal (${formatBytes(refuseBelow)}). Set them together.`,
      );
    }
    if (JSON.stringify(after) === JSON.stringify(before)) return { answer: before, entries: [] };
    const rules = JSON.stringify(after);
    await tx
      .insertInto('retention_instance')
      .values({ id: 1, rules })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ rules }))
      .execute();
    const entry = {
      action: 'retention.instance_changed',
      resource: 'retention',
      before: { ceilingDays: before.ceilingDays, ...before.disk },
      after: { ceilingDays: after.ceilingDays, ...after.disk },
    } as const;
    return { answer: after, entries: [entry] };
  });
}

/** Rules as a change would make them. */
export function merge(before: RetentionRules, wanted: RuleChange): RetentionRules {
  const signals = Object.fromEntries(
    RETAINED_SIGNALS.map((signal) => [
      signal,
      { ...before[signal], ...withoutUndefined(wanted[signal] ?? {}) },
    ]),
  );
  const { environments, errorDays, pinnedDays, legalHold } = wanted;
  return RetentionRules.parse({
    ...before,
    ...signals,
    ...withoutUndefined({ environments, errorDays, pinnedDays, legalHold }),
  });
}

function withoutUndefined<T extends object>(
  values: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
