import { exportLines } from '../../transfer/export-lines.ts';
import { importDocuments } from '../../transfer/import-documents.ts';
import type { procedures } from '../procedures.ts';
import type { Services } from '../services.ts';

/** Handlers of `contract.transfer`. */
export function transferHandlers(
  os: ReturnType<typeof procedures>['transfer'],
  { ingest, store }: Services,
) {
  return {
    importLines: os.importLines.handler(async ({ input }) => {
      const bytes = new Uint8Array(await input.lines.arrayBuffer());
      return importDocuments(ingest, input.projectId, bytes, input.firstLine);
    }),
    exportLines: os.exportLines.handler(async function* ({ input }) {
      for (const signal of input.signals)
        yield* exportLines(store, input.projectId, signal, input.filter);
    }),
  };
}
