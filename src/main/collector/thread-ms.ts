/**
 * Processor time of this thread, ms since any moment; where the runtime cannot tell, before Node 23.9, time that
 * passes. On a busy machine a quarter of a second may pass in which a thread does nothing at all.
 */
export function threadMs(): number {
  const used = (process as Partial<typeof process>).threadCpuUsage?.();
  return used ? (used.user + used.system) / 1000 : performance.now();
}
