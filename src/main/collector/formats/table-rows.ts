import { isRecord, type JsonRecord } from './otlp-span.ts';

/**
 * Rows of a dataframe as `to_json` of pandas writes it by columns (its default: `{"name":{"0":..},..}`) or split
 * (`{"columns":[..],"index":[..],"data":[[..]]}`); undefined for anything else. As records it is an ordinary list.
 */
export function tableRows(value: JsonRecord): JsonRecord[] | undefined {
  const { columns, data, index } = value;
  if (Array.isArray(columns) && Array.isArray(data) && data.every(Array.isArray)) {
    const names = columns.map(String);
    const hasIndex = Array.isArray(index) && !names.includes('context.span_id');
    return data.map((row: unknown[], at) => ({
      ...(hasIndex ? { 'context.span_id': index[at] as unknown } : {}),
      ...Object.fromEntries(
        row.slice(0, names.length).map((cell, column) => [names[column], cell]),
      ),
    }));
  }
  const ids = value['context.trace_id'];
  if (!isRecord(ids)) return undefined;
  const rows = new Map<string, Record<string, unknown>>();
  // By columns the index is the key of each cell: the span's id, unless it is a column of its own.
  for (const key of Object.keys(ids)) rows.set(key, { 'context.span_id': key });
  for (const [name, cells] of Object.entries(value)) {
    if (!isRecord(cells)) continue;
    for (const [key, cell] of Object.entries(cells)) {
      const row = rows.get(key);
      if (row !== undefined) row[name] = cell;
    }
  }
  return [...rows.values()];
}
