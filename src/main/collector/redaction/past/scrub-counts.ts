import type { Catalog } from '../../catalog/open-catalog.ts';
import { addCount } from '../add-count.ts';
import type { ActivePolicy } from '../policy.ts';
import { slicedRedactor } from '../sliced-redactor.ts';

/**
 * Redacts the names that the redaction audit has of keys, services and environments: they were stored by the rules of
 * their time, which may have let through what those of now replace.
 */
export async function scrubCounts(
  catalog: Catalog,
  projectId: string,
  policy: ActivePolicy,
): Promise<void> {
  const redactor = await slicedRedactor(policy);
  const known = new Map<string, string>();
  const clean = (name: string): string => {
    let cleaned = known.get(name);
    if (cleaned === undefined) {
      cleaned = redactor.redactSafely(name, '', true).text;
      known.set(name, cleaned);
    }
    return cleaned;
  };
  await catalog.writer.transaction().execute(async (tx) => {
    const rows = await tx
      .selectFrom('redaction_count')
      .selectAll()
      .where('project_id', '=', projectId)
      .execute();
    for (const { count, ...id } of rows) {
      const { key, service, environment } = id;
      const names = {
        key: clean(key),
        service: clean(service),
        environment: clean(environment),
      };
      if (
        `${names.key}\0${names.service}\0${names.environment}` ===
        `${key}\0${service}\0${environment}`
      )
        continue;
      let removal = tx.deleteFrom('redaction_count');
      for (const [column, value] of Object.entries(id)) {
        removal = removal.where(column as keyof typeof id, '=', value);
      }
      await removal.execute();
      await addCount(tx, { ...id, ...names, count });
    }
  });
}
