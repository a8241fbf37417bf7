import { actorOf } from '../../audit/actor.ts';
import { exportRequested, telemetryImported } from '../../transfer/audit-transfer.ts';
import { exportLines } from '../../transfer/export-lines.ts';
import { importDocuments } from '../../transfer/import-documents.ts';
import { IMPORT } from '../../usage/usage-meter.ts';
import type { procedures } from '../procedures.ts';
import type { Services } from '../services.ts';

/** Handlers of `contract.transfer`. */
export function transferHandlers(
  os: ReturnType<typeof procedures>['transfer'],
  { audit, ingest, telemetry, usage }: Services,
) {
  return {
    importLines: os.importLines.handler(async ({ input, context }) => {
      const { projectId, firstLine } = input;
      const bytes = new Uint8Array(await input.lines.arrayBuffer());
      const { principal } = context;
      const source = principal.kind === 'key' ? principal.keyId : IMPORT;
      const isLimited = usage.isLimited(projectId, source);
      const target = { projectId, source, isLimited };
      const report = await importDocuments(ingest, target, bytes, firstLine);
      await audit.trail.record(actorOf(context), telemetryImported(projectId, firstLine, report));
      return report;
    }),
    exportLines: os.exportLines.handler(async function* ({ input, context }) {
      const store = telemetry.readable(context, input.projectId, input.viewAs);
      store.checkFilter(input.filter);
      // Before the first byte leaves: an export that is broken off has been read too.
      await audit.trail.record(actorOf(context), exportRequested(input));
      for (const signal of input.signals) yield* exportLines(store, signal, input.filter);
    }),
  };
}
