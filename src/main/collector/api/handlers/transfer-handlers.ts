import type { FileReport } from '../../../../shared/contract/file-report.ts';
import { MAX_PIECE_BYTES } from '../../../../shared/contract/transfer.ts';
import { AppError } from '../../../../shared/errors.ts';
import { actorOf } from '../../audit/actor.ts';
import { exportRequested, fileImported, telemetryImported } from '../../transfer/audit-transfer.ts';
import { exportLines } from '../../transfer/export-lines.ts';
import { importDocuments } from '../../transfer/import-documents.ts';
import { IMPORT } from '../../usage/usage-meter.ts';
import type { CallContext } from '../context.ts';
import type { procedures } from '../procedures.ts';
import type { Services } from '../services.ts';

const annotate = async (): Promise<boolean> => false;

/** Handlers of `contract.transfer`. */
export function transferHandlers(
  os: ReturnType<typeof procedures>['transfer'],
  { audit, ingest, telemetry, usage, readings, log }: Services,
) {
  const begin = ({ principal }: CallContext, projectId: string, passphrase?: string) => {
    const source = principal.kind === 'key' ? principal.keyId : IMPORT;
    const isLimited = usage.isLimited(projectId, source);
    const options = { projectId, source, isLimited, ingest, log, passphrase, annotate };
    return readings.begin(principal, options);
  };
  const ended = async (context: CallContext, projectId: string, report: FileReport) => {
    await audit.trail.record(actorOf(context), fileImported(projectId, report));
    return report;
  };
  return {
    begin: os.begin.handler(({ input, context }) => ({
      readingId: begin(context, input.projectId, input.passphrase),
    })),
    feed: os.feed.handler(async ({ input, context }) => {
      const { projectId, readingId, offset, bytes } = input;
      if (bytes.size > MAX_PIECE_BYTES) {
        throw new AppError('too_large', `A piece is at most ${MAX_PIECE_BYTES} bytes.`);
      }
      const reading = readings.get(context.principal, projectId, readingId);
      try {
        await reading.feed(offset, new Uint8Array(await bytes.arrayBuffer()));
      } catch (error) {
        if (!(error instanceof AppError && error.code === 'conflict')) {
          const report = await readings.cancel(context.principal, projectId, readingId);
          await ended(context, projectId, report);
        }
        throw error;
      }
      return { taken: reading.offset, report: reading.counts };
    }),
    finish: os.finish.handler(async ({ input, context }) => {
      const { projectId, readingId } = input;
      return ended(
        context,
        projectId,
        await readings.finish(context.principal, projectId, readingId),
      );
    }),
    cancel: os.cancel.handler(async ({ input, context }) => {
      const { projectId, readingId } = input;
      return ended(
        context,
        projectId,
        await readings.cancel(context.principal, projectId, readingId),
      );
    }),
    importFile: os.importFile.handler(async ({ input, context }) => {
      const { projectId, file, passphrase } = input;
      const { principal } = context;
      const readingId = begin(context, projectId, passphrase);
      const reading = readings.get(principal, projectId, readingId);
      try {
        for (let at = 0; at < file.size; at += MAX_PIECE_BYTES) {
          const piece = file.slice(at, at + MAX_PIECE_BYTES);
          await reading.feed(at, new Uint8Array(await piece.arrayBuffer()));
        }
      } catch (error) {
        await ended(context, projectId, await readings.cancel(principal, projectId, readingId));
        throw error;
      }
      return ended(context, projectId, await readings.finish(principal, projectId, readingId));
    }),
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
