import type { DetailAttribute } from '../../../../shared/span-detail.ts';
import { textOfValue } from '../../trace/values/detail-text.ts';

/** An attribute of two spans. */
export interface AttributeDiff {
  readonly key: string;
  readonly state: 'added' | 'removed' | 'changed' | 'same';
  /** Text of the value in each span, undefined where it has none. */
  readonly a: string | undefined;
  readonly b: string | undefined;
  /** Only the beginnings of the values were compared: they were too long to be sent with their spans. */
  readonly isPartial: boolean;
}

/** Attributes of both spans by key, those that differ first; of a key that one span has twice the first. */
export function attributeDiff(
  a: readonly DetailAttribute[],
  b: readonly DetailAttribute[],
): AttributeDiff[] {
  const [left, right] = [firstByKey(a), firstByKey(b)];
  const keys = [...new Set([...left.keys(), ...right.keys()])].sort();
  const all = keys.map((key): AttributeDiff => {
    const [was, is] = [left.get(key)?.value, right.get(key)?.value];
    const textA = was && textOfValue(was);
    const textB = is && textOfValue(is);
    // Of values that were cut the size tells more than their beginnings.
    const isPartial = was?.type === 'shortened' || is?.type === 'shortened';
    const sizes = was?.type === 'shortened' && is?.type === 'shortened' && was.size !== is.size;
    const isSame = textA === textB && was?.type === is?.type && !sizes;
    const state = was === undefined ? 'added' : is === undefined ? 'removed' : 'changed';
    return { key, a: textA, b: textB, isPartial, state: isSame ? 'same' : state };
  });
  return [
    ...all.filter(({ state }) => state !== 'same'),
    ...all.filter(({ state }) => state === 'same'),
  ];
}

function firstByKey(attributes: readonly DetailAttribute[]): Map<string, DetailAttribute> {
  const byKey = new Map<string, DetailAttribute>();
  for (const attribute of attributes) {
    if (!byKey.has(attribute.key)) byKey.set(attribute.key, attribute);
  }
  return byKey;
}
