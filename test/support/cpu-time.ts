/** CPU that this thread spends on some work, ms, the least of three times: other programs on the machine do not count. */
export function cpuMs(work: () => void): number {
  const spent = Array.from({ length: 3 }, () => {
    const before = process.threadCpuUsage();
    work();
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...spent);
}

/** Milliseconds of processor time that this process takes for something once. */
export function cpuMsOnce(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
