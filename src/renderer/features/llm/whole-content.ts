import { useValueSource, type ValueSource } from '../trace/values/value-source.ts';
import { useLlmContent, type LlmContent } from './llm-texts.ts';

type Shortened = LlmContent['shortened'];

/** Whether the text at a JSON pointer is `at` or inside of it. */
const isIn = (pointer: string, at: string): boolean =>
  pointer === at || pointer.startsWith(`${at}/`);

/** How many texts inside of what is at `at` the view holds only the beginnings of. */
export const cutInside = (shortened: Shortened, at: string): number =>
  Object.keys(shortened).filter((pointer) => pointer !== at && isIn(pointer, at)).length;

/**
 * A part of the LLM view with its shortened texts in full.
 *
 * @param at where `value` is in the view, as JSON pointer
 * @throws whatever keeps a text from being fetched
 */
export async function wholeContent<T>(
  value: T,
  at: string,
  shortened: Shortened,
  load: ValueSource['load'],
): Promise<T> {
  const cut = Object.entries(shortened).filter(([pointer]) => isIn(pointer, at));
  if (cut.length === 0) return value;
  const copy = { '': structuredClone(value) };
  for (const [pointer, { path }] of cut) {
    const keys = pointer.slice(at.length).split('/').map(unescapeKey);
    const last = keys.pop()!;
    let inner: Record<string, unknown> = copy;
    for (const key of keys) inner = inner[key] as Record<string, unknown>;
    inner[last] = await (await load(path)).text();
  }
  return copy[''];
}

/** A key of a JSON pointer (RFC 6901). */
const unescapeKey = (key: string): string => key.replaceAll('~1', '/').replaceAll('~0', '~');

/**
 * Makes what a copy button takes of a part of the view: all of its text, fetched where the view holds only the
 * beginning.
 */
export function useWholeText() {
  const { shortened } = useLlmContent();
  const { load } = useValueSource();
  return <T>(value: T, at: string, toText: (whole: T) => string) =>
    async (): Promise<string> =>
      toText(await wholeContent(value, at, shortened, load));
}
