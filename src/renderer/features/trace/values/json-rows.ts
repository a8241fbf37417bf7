import { ExactNumber, formatJson, isContainer, type JsonValue } from './json-value.ts';

/** One line of a JSON value as shown. */
export interface JsonRow {
  /** Where the value is, as a JSON pointer (RFC 6901); unique. A closing line has its opening line's path and `/~}`,
   * which no key can make. */
  readonly path: string;
  readonly depth: number;
  /** Key in an object; undefined in a list, at the top and for closing lines. */
  readonly key: string | undefined;
  readonly kind: 'string' | 'number' | 'word' | 'inline' | 'open' | 'folded' | 'close';
  /** What is written: the whole text of a string, the JSON of a number, `{`, `[ 3 items ]`, ... */
  readonly text: string;
  /** A comma follows. */
  readonly more: boolean;
}

/** Longest container written on one line, in characters. */
const INLINE_CHARS = 60;

/**
 * Lines of a value, with the containers at `open` paths unfolded. Small containers of plain values stay on one line.
 */
export function jsonRows(value: JsonValue, open: ReadonlySet<string>): JsonRow[] {
  const rows: JsonRow[] = [];
  addRows(rows, value, { path: '', depth: 0, key: undefined, more: false }, open);
  return rows;
}

type Place = Pick<JsonRow, 'path' | 'depth' | 'key' | 'more'>;

function addRows(rows: JsonRow[], value: JsonValue, place: Place, open: ReadonlySet<string>): void {
  if (!isContainer(value)) {
    rows.push({ ...place, ...scalar(value) });
    return;
  }
  const inline = inlineText(value);
  if (inline !== undefined) {
    rows.push({ ...place, kind: 'inline', text: inline });
    return;
  }
  const items = itemsOf(value);
  const [left, right] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  if (!open.has(place.path)) {
    const noun = Array.isArray(value) ? 'item' : 'key';
    const size = `${items.length} ${noun}${items.length === 1 ? '' : 's'}`;
    rows.push({ ...place, kind: 'folded', text: `${left} ${glimpse(items)}${size} ${right}` });
    return;
  }
  rows.push({ ...place, more: false, kind: 'open', text: left });
  for (const [i, item] of items.entries()) {
    const inner = {
      path: `${place.path}/${item.step}`,
      depth: place.depth + 1,
      key: item.key,
      more: i < items.length - 1,
    };
    addRows(rows, item.value, inner, open);
  }
  rows.push({ ...place, path: `${place.path}/~}`, key: undefined, kind: 'close', text: right });
}

/**
 * Containers to show unfolded at first: breadth first, as long as the value stays within `budget` lines. The top is
 * always open.
 */
export function initiallyOpen(value: JsonValue, budget = 40): ReadonlySet<string> {
  const open = new Set<string>();
  if (!isContainer(value) || inlineText(value) !== undefined) return open;
  let lines = 1;
  let level: { path: string; value: JsonValue }[] = [{ path: '', value }];
  while (level.length > 0) {
    const next: typeof level = [];
    for (const container of level) {
      const items = itemsOf(container.value);
      if (open.size > 0 && lines + items.length + 1 > budget) continue;
      lines += items.length + 1;
      open.add(container.path);
      for (const item of items) {
        if (!isContainer(item.value) || inlineText(item.value) !== undefined) continue;
        next.push({ path: `${container.path}/${item.step}`, value: item.value });
      }
    }
    level = next;
  }
  return open;
}

/** Every container that can be folded. */
export function allContainers(value: JsonValue, path = ''): string[] {
  if (!isContainer(value) || inlineText(value) !== undefined) return [];
  return [
    path,
    ...itemsOf(value).flatMap((item) => allContainers(item.value, `${path}/${item.step}`)),
  ];
}

function itemsOf(value: JsonValue): { step: string; key: string | undefined; value: JsonValue }[] {
  if (Array.isArray(value)) {
    return (value as readonly JsonValue[]).map((item, i) => ({
      step: String(i),
      key: undefined,
      value: item,
    }));
  }
  return Object.entries(value as Record<string, JsonValue>).map(([key, item]) => ({
    step: key.replaceAll('~', '~0').replaceAll('/', '~1'),
    key,
    value: item,
  }));
}

function scalar(
  value: string | number | boolean | null | ExactNumber,
): Pick<JsonRow, 'kind' | 'text'> {
  if (typeof value === 'string') return { kind: 'string', text: value };
  if (value instanceof ExactNumber) return { kind: 'number', text: value.source };
  return { kind: typeof value === 'number' ? 'number' : 'word', text: String(value) };
}

/** JSON of a container of few plain values, on one line; undefined when it has to be folded or unfolded. */
function inlineText(value: JsonValue): string | undefined {
  const items = itemsOf(value);
  if (items.length === 0) return Array.isArray(value) ? '[]' : '{}';
  if (items.length > 8 || items.some((item) => !isShort(item.value))) return undefined;
  const text = formatJson(value, 0).replaceAll(
    /("(?:[^"\\]|\\.)*")|([,:])/g,
    (_all, string?: string, mark?: string) => string ?? `${mark} `,
  );
  return text.length <= INLINE_CHARS ? text : undefined;
}

/** The first plain value of an object that fits, so that folded messages can be told apart: `role: "user", `. */
function glimpse(items: ReturnType<typeof itemsOf>): string {
  for (const { key, value } of items) {
    if (key === undefined || isContainer(value)) continue;
    const text = `${key}: ${formatJson(value, 0)}`;
    if (text.length <= 40) return `${text}, … `;
  }
  return '';
}

function isShort(value: JsonValue): boolean {
  return typeof value === 'string' ? value.length <= INLINE_CHARS : !isContainer(value);
}
