import type { Selectable } from 'kysely';
import type { AuditedState } from '../../../shared/audited.ts';
import type { AuditDraft } from '../audit/draft.ts';
import type { VisibilityRuleTable } from '../catalog/tables.ts';
import { toRule } from './rule-row.ts';

type RuleRow = Selectable<VisibilityRuleTable>;

interface RuleChange {
  readonly action:
    | 'visibility_rule.created'
    | 'visibility_rule.updated'
    | 'visibility_rule.deleted';
  readonly before: RuleRow | null;
  readonly after: RuleRow | null;
}

/** What the audit log says of a change of a rule. */
export function ruleEntry({ action, before, after }: RuleChange): AuditDraft {
  const { id, pattern, project_id } = (after ?? before)!;
  return {
    action,
    resource: 'visibility_rule',
    resourceId: id,
    resourceName: pattern,
    projectId: project_id,
    before: before && stateOf(before),
    after: after && stateOf(after),
  };
}

function stateOf(row: RuleRow): AuditedState<'visibility_rule'> {
  const { pattern, match, scopes, hide, visibleTo, note } = toRule(row);
  return { pattern, match, scopes, hide, visibleTo, note };
}
