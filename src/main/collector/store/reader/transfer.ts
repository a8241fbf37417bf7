/**
 * The buffers of an answer that may be handed over instead of copied: of the value itself and of its direct members.
 *
 * Answers of the readers own their buffers; views that share one with something else are copied before.
 */
export function transferOf(value: unknown): ArrayBuffer[] {
  if (typeof value !== 'object' || value === null) return [];
  const candidates =
    ArrayBuffer.isView(value) || value instanceof ArrayBuffer ? [value] : Object.values(value);
  const buffers = new Set<ArrayBuffer>();
  for (const candidate of candidates as unknown[]) {
    if (candidate instanceof ArrayBuffer) buffers.add(candidate);
    else if (ArrayBuffer.isView(candidate) && candidate.buffer instanceof ArrayBuffer) {
      buffers.add(candidate.buffer);
    }
  }
  return [...buffers];
}
