import type { Selectable } from 'kysely';
import type { ViewerId, VisibilityRule } from '../../../shared/contract/visibility.ts';
import { ATTRIBUTE_SCOPES } from '../../../shared/visibility.ts';
import type { VisibilityRuleTable } from '../catalog/tables.ts';
import { isoOrNull } from '../clock.ts';

/** A stored rule as it is told; places in their usual order. */
export function toRule(row: Selectable<VisibilityRuleTable>): VisibilityRule {
  const scopes = new Set(JSON.parse(row.scopes) as string[]);
  return {
    id: row.id,
    pattern: row.pattern,
    match: row.match_kind,
    scopes: ATTRIBUTE_SCOPES.filter((scope) => scopes.has(scope)),
    hide: row.hide,
    visibleTo: JSON.parse(row.visible_to) as ViewerId[],
    note: row.note,
    createdAt: isoOrNull(row.created_ms)!,
    updatedAt: isoOrNull(row.updated_ms)!,
  };
}
