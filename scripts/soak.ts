import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { soak } from '../test/soak/soak.ts';

// `npm run soak -- [minutes]`: ingest, queries, sweeps and packing at once, checked against a plain model.

const minutes = Number(process.argv[2] ?? 10);
if (!(minutes > 0)) {
  console.error(`"${process.argv[2]}" is not a number of minutes.`);
  process.exit(2);
}
const dataDir = mkdtempSync(join(tmpdir(), 'spanward-soak-'));
try {
  let toldMs = 0;
  const result = await soak({
    dataDir,
    seconds: minutes * 60,
    dayMs: 20_000,
    rules: { traces: { days: 3 }, environments: [{ environment: 'dev', days: 1 }], errorDays: 5 },
    everyMs: 100,
    tell: (text) => {
      if (performance.now() - toldMs < 10_000) return;
      toldMs = performance.now();
      console.error(text);
    },
  });
  console.log(JSON.stringify({ ...result, faults: result.faults.slice(0, 20) }, undefined, 2));
  if (result.faults.length > 0) process.exitCode = 1;
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}
