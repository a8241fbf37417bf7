import { z } from 'zod';
import { readStored, writeStored } from './stored.ts';
import { SPAN_COLORS, spanColorToken } from './theme-color.ts';

const KEY = 'service-colors';
/** Services remembered; beyond them a service has the color its name alone gives it. */
const MAX_SERVICES = 500;

/** The first colors are far from each other in hue; those after them lie between. */
const DISTINCT = SPAN_COLORS / 2;

/**
 * Gives each service one color (0-19) for good: the one its name points at, or, where another service has that one, the
 * next that the fewest share. So a service looks the same in every list and trace, and few that are seen together look
 * alike.
 */
export function assignColors(known: Map<string, number>): (service: string) => number {
  const users = new Uint32Array(SPAN_COLORS);
  for (const color of known.values()) users[color]! += 1;
  return (service) => {
    const has = known.get(service);
    if (has !== undefined) return has;
    const wish = hashOf(service) % DISTINCT;
    if (known.size >= MAX_SERVICES) return wish;
    let color = wish;
    for (let step = 1; step < SPAN_COLORS; step++) {
      const other = step < DISTINCT ? (wish + step) % DISTINCT : step;
      if (users[other]! < users[color]!) color = other;
    }
    users[color]! += 1;
    known.set(service, color);
    return color;
  };
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 2166136261;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619);
  return hash >>> 0;
}

const Assigned = z.record(
  z.string(),
  z
    .int()
    .min(0)
    .max(SPAN_COLORS - 1),
);
const assigned = new Map(Object.entries(readStored(KEY, Assigned, {})));
const assign = assignColors(assigned);
let isSaving = false;

/** Color number (0-19) of a service, the same everywhere in the window and after a restart. */
export function serviceColor(service: string): number {
  const before = assigned.size;
  const color = assign(service);
  if (assigned.size > before && !isSaving) {
    isSaving = true;
    // A trace of many services is written once.
    queueMicrotask(() => {
      isSaving = false;
      writeStored(KEY, Object.fromEntries(assigned));
    });
  }
  return color;
}

/** Token of {@link serviceColor}. */
export function serviceColorToken(service: string): `--span-${number}` {
  return spanColorToken(serviceColor(service));
}
