/**
 * Where the script of a worker is.
 *
 * In a build every worker is one file beside the others in `out/main`; run from source (tests), Node
 * strips the types of the `.ts` file itself.
 */
export const WORKER_SOURCES = {
  'decode-worker': './ingest/decode-worker.ts',
  'writer-worker': './store/writer-worker.ts',
  'reader-worker': './store/reader-worker.ts',
  'rewrite-worker': './store/rewrite-worker.ts',
  'trial-worker': './redaction/trial-worker.ts',
  'backup-worker': './backup/backup-worker.ts',
  'read-worker': './formats/read-worker.ts',
  'bench-client': './bench/client.ts',
} as const;

/** URL to start a worker thread (or the benchmark's sending process) from. */
export function workerEntry(name: keyof typeof WORKER_SOURCES): URL {
  const here = import.meta.url;
  if (here.endsWith('.ts')) return new URL(WORKER_SOURCES[name], here);
  // Bundled code may sit in `out/main` or in its `chunks` folder.
  return new URL(here.includes('/chunks/') ? `../${name}.js` : `./${name}.js`, here);
}
