import type { Selectable } from 'kysely';
import type {
  Viewer,
  ViewerId,
  VisibilityRule,
  VisibilityRuleContent,
} from '../../../shared/contract/visibility.ts';
import { AppError } from '../../../shared/errors.ts';
import { MAX_RULES } from '../../../shared/visibility.ts';
import type { Actor } from '../audit/actor.ts';
import type { AuditTrail, CatalogTransaction } from '../audit/audit-trail.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import { createRowId } from '../catalog/row-id.ts';
import type { VisibilityRuleTable } from '../catalog/tables.ts';
import type { Clock } from '../clock.ts';
import type { Principal } from '../principal.ts';
import { projectRowOf } from '../projects/project-rows.ts';
import type { Place, ProjectPlace } from '../roles/permissions-of.ts';
import { ruleEntry } from './rule-entry.ts';
import { toRule } from './rule-row.ts';
import { standIn, viewerIds, type StandIn, type ViewerIds } from './viewer-ids.ts';
import { viewersOf } from './viewers.ts';

type RuleRow = Selectable<VisibilityRuleTable>;

/** Rules of projects that say which attributes are hidden, and from whom. */
export class VisibilityService {
  readonly #catalog: Catalog;
  readonly #clock: Clock;
  readonly #audit: AuditTrail;
  /** What is stored, by project; dropped with every change. */
  readonly #known = new Map<string, readonly VisibilityRule[]>();

  constructor(catalog: Catalog, clock: Clock, audit: AuditTrail) {
    this.#catalog = catalog;
    this.#clock = clock;
    this.#audit = audit;
  }

  /** Rules of a project as committed, oldest first. */
  rules(projectId: string): readonly VisibilityRule[] {
    let rules = this.#known.get(projectId);
    if (rules === undefined) {
      rules = this.#catalog.access.visibilityRules(projectId).map(toRule);
      this.#known.set(projectId, rules);
    }
    return rules;
  }

  /** As {@link rules}, of a project that is there. Throws AppError `not_found`. */
  async list(projectId: string): Promise<VisibilityRule[]> {
    await projectRowOf(this.#catalog.db, projectId);
    return [...this.rules(projectId)];
  }

  /** Projects with rules, of one organization or of all. */
  ruledProjects(organizationId?: string): string[] {
    return this.#catalog.access.ruledProjects(organizationId);
  }

  /** As whom somebody looks at a place, by what is stored now. */
  viewer(principal: Principal, place: Place): ViewerIds {
    return viewerIds(this.#catalog.access, principal, place);
  }

  /** What somebody would be who holds this role, or has a key of this scope, and nothing else. */
  standIn(id: ViewerId, place: ProjectPlace): StandIn | undefined {
    return standIn(this.#catalog.access, id, place);
  }

  /** Everybody rules of a project can name. Throws AppError `not_found`. */
  async viewers(projectId: string): Promise<Viewer[]> {
    return viewersOf(this.#catalog.db, await projectRowOf(this.#catalog.db, projectId));
  }

  /** @throws AppError `conflict` for a rule that is there or one too many, `invalid` for an unknown viewer */
  create(projectId: string, content: VisibilityRuleContent, actor: Actor): Promise<VisibilityRule> {
    return this.#change(projectId, actor, async (tx, rows) => {
      if (rows.length >= MAX_RULES) {
        throw new AppError(
          'conflict',
          `A project has at most ${MAX_RULES} rules. Join some with a prefix or a glob.`,
        );
      }
      await this.#check(tx, projectId, content, rows);
      const now = this.#clock.now();
      const row = {
        id: createRowId('vis'),
        project_id: projectId,
        ...columnsOf(content),
        created_ms: now,
        updated_ms: now,
      };
      await tx.insertInto('visibility_rule').values(row).execute();
      return {
        answer: row,
        entry: { action: 'visibility_rule.created', before: null, after: row },
      };
    });
  }

  /** @throws AppError as `create`, and `not_found` */
  update(
    projectId: string,
    ruleId: string,
    content: VisibilityRuleContent,
    actor: Actor,
  ): Promise<VisibilityRule> {
    return this.#change(projectId, actor, async (tx, rows) => {
      const before = oneOf(rows, ruleId);
      const others = rows.filter(({ id }) => id !== ruleId);
      await this.#check(tx, projectId, content, others, before);
      const columns = { ...columnsOf(content), updated_ms: this.#clock.now() };
      await tx.updateTable('visibility_rule').set(columns).where('id', '=', ruleId).execute();
      const after = { ...before, ...columns };
      return { answer: after, entry: { action: 'visibility_rule.updated', before, after } };
    });
  }

  /** @throws AppError `not_found` */
  async remove(projectId: string, ruleId: string, actor: Actor): Promise<void> {
    await this.#change(projectId, actor, async (tx, rows) => {
      const before = oneOf(rows, ruleId);
      await tx.deleteFrom('visibility_rule').where('id', '=', ruleId).execute();
      return {
        answer: before,
        entry: { action: 'visibility_rule.deleted', before, after: null },
      };
    });
  }

  async #change(
    projectId: string,
    actor: Actor,
    run: (
      tx: CatalogTransaction,
      rows: readonly RuleRow[],
    ) => Promise<{ answer: RuleRow; entry: Parameters<typeof ruleEntry>[0] }>,
  ): Promise<VisibilityRule> {
    const row = await this.#audit.change(actor, async (tx) => {
      await projectRowOf(tx, projectId);
      const rows = await tx
        .selectFrom('visibility_rule')
        .selectAll()
        .where('project_id', '=', projectId)
        .execute();
      const { answer, entry } = await run(tx, rows);
      return { answer, entries: [ruleEntry(entry)] };
    });
    this.#known.delete(projectId);
    return toRule(row);
  }

  /** A viewer must exist; one that a rule names already may be gone meanwhile. */
  async #check(
    tx: CatalogTransaction,
    projectId: string,
    content: VisibilityRuleContent,
    others: readonly RuleRow[],
    before?: RuleRow,
  ): Promise<void> {
    const viewers = await viewersOf(tx, await projectRowOf(tx, projectId));
    const known = new Set<string>(viewers.map(({ id }) => id));
    if (before !== undefined) for (const id of toRule(before).visibleTo) known.add(id);
    const unknown = content.visibleTo.find((id) => !known.has(id));
    if (unknown !== undefined) {
      throw new AppError('invalid', `There is no role ${unknown} in this organization.`);
    }
    const columns = columnsOf(content);
    const twin = others.some(
      (row) =>
        row.pattern === columns.pattern &&
        row.match_kind === columns.match_kind &&
        row.scopes === columns.scopes,
    );
    if (twin) {
      throw new AppError(
        'conflict',
        'There is a rule for this pattern in these places already. Change that one.',
      );
    }
  }
}

function oneOf(rows: readonly RuleRow[], ruleId: string): RuleRow {
  const row = rows.find(({ id }) => id === ruleId);
  if (row !== undefined) return row;
  throw new AppError('not_found', `There is no visibility rule ${ruleId} in this project.`);
}

function columnsOf({ pattern, match, scopes, hide, visibleTo, note }: VisibilityRuleContent) {
  return {
    pattern,
    match_kind: match,
    scopes: JSON.stringify(scopes.toSorted()),
    hide,
    visible_to: JSON.stringify(visibleTo),
    note,
  };
}
