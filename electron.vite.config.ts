import { resolve } from 'node:path';
import { reactCompilerPreset } from '@vitejs/plugin-react';
import babel from '@rolldown/plugin-babel';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const entry = (path: string): string => resolve(import.meta.dirname, path);

// Only the native SQLite addon stays outside the bundle: everything else is built in, so a
// packaged app ships `out/` and one dependency.
const external = ['better-sqlite3', 'electron'];

export default defineConfig({
  main: {
    build: {
      externalizeDeps: false,
      target: 'node20.18',
      rolldownOptions: {
        external,
        input: {
          desktop: entry('src/main/desktop/index.ts'),
          'desktop-collector': entry('src/main/desktop/collector-process.ts'),
          'desktop-backup': entry('src/main/desktop/backup-process.ts'),
          spanward: entry('src/main/headless/index.ts'),
          'decode-worker': entry('src/main/collector/ingest/decode-worker.ts'),
          'writer-worker': entry('src/main/collector/store/writer-worker.ts'),
          'rewrite-worker': entry('src/main/collector/store/rewrite-worker.ts'),
          'trial-worker': entry('src/main/collector/redaction/trial-worker.ts'),
          'backup-worker': entry('src/main/collector/backup/backup-worker.ts'),
          'read-worker': entry('src/main/collector/formats/read-worker.ts'),
          'bench-client': entry('src/main/collector/bench/client.ts'),
          'reader-worker': entry('src/main/collector/store/reader-worker.ts'),
        },
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
          // Each thread keeps the text of its scripts: a third of it is docstrings, and one character that is not
          // Latin-1 doubles it.
          charset: 'ascii',
          comments: { legal: true, annotation: false, jsdoc: false },
        },
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      target: 'node20.18',
      rolldownOptions: {
        external: ['electron'],
        input: { preload: entry('src/preload/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: entry('src/renderer'),
    plugins: [react(), babel({ presets: [reactCompilerPreset()] })],
    build: {
      target: 'chrome130',
      minify: true,
      // Read from the disk, not over a network: splitting it would only add files.
      chunkSizeWarningLimit: 4_000,
      rolldownOptions: {
        input: { index: entry('src/renderer/index.html') },
        // React's compiler is known to be most of the build.
        checks: { pluginTimings: false },
      },
    },
  },
});
