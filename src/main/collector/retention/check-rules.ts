import type { Catalog } from '../catalog/open-catalog.ts';
import type { StoreCheck } from '../store/types.ts';
import { readRules } from './rule-rows.ts';

/** The line of `spanward doctor`: whether the rules of every project can be read. */
export async function checkRules({ db }: Pick<Catalog, 'db'>): Promise<StoreCheck> {
  const rows = await db
    .selectFrom('retention_rule')
    .innerJoin('project', 'project.id', 'retention_rule.project_id')
    .select(['project.name', 'retention_rule.rules'])
    .orderBy('project.name')
    .execute();
  const names = rows.filter(({ rules }) => readRules(rules).isUnreadable).map(({ name }) => name);
  if (names.length === 0) {
    return { name: 'retention', state: 'ok', message: 'the rules of every project can be read' };
  }
  const message = `The rules of ${names.map((name) => `"${name}"`).join(', ')} cannot be read, and a legal hold may be among them: nothing of it is deleted until they are set anew.`;
  return { name: 'retention', state: 'failed', message };
}
