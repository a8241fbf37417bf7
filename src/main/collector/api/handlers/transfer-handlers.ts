import { MAX_PIECE_BYTES } from '../../../../shared/contract/transfer.ts';
import { AppError } from '../../../../shared/errors.ts';
import { hasCriteria } from '../../../../shared/trace-criteria.ts';
import type { Annotator } from '../../annotations/author.ts';
import { actorOf } from '../../audit/actor.ts';
import { exportRequested } from '../../transfer/audit-transfer.ts';
import { wantedAnnotations } from '../../transfer/bundle-annotations.ts';
import { keepLines } from '../../transfer/keep-lines.ts';
import { exportFile } from '../../transfer/export-file.ts';
import type { FileReading } from '../../transfer/file-reading.ts';
import { IMPORT } from '../../usage/usage-meter.ts';
import type { CallContext } from '../context.ts';
import type { procedures } from '../procedures.ts';
import type { Services } from '../services.ts';

/** A piece of a file on its way. */
interface Piece {
  readonly projectId: string;
  readonly readingId: string;
  readonly offset: number;
  readonly bytes: Blob;
}

/** Handlers of `contract.transfer`. */
export function transferHandlers(
  os: ReturnType<typeof procedures>['transfer'],
  { audit, ingest, telemetry, usage, readings, workspaces, annotations, access, log }: Services,
) {
  const begin = (
    context: CallContext,
    {
      projectId,
      name,
      passphrase,
    }: { projectId: string; name: string; passphrase?: string | undefined },
  ) => {
    const { principal } = context;
    const source = principal.kind === 'key' ? principal.keyId : IMPORT;
    const isLimited = usage.isLimited(projectId, source);
    const mayAnnotate = access.may(principal, 'annotations:write', projectId);
    const annotator = actorOf(context) as Annotator;
    const annotate = (lines: readonly string[]) =>
      mayAnnotate
        ? keepLines(annotations, projectId, lines, annotator)
        : Promise.resolve(lines.map(() => 'you may not annotate in this project'));
    const options = { projectId, source, isLimited, ingest, log, passphrase, annotate, name };
    return readings.begin(principal, options);
  };
  const note = async (
    context: CallContext,
    { projectId, reading, isWhole }: { projectId: string; reading: FileReading; isWhole: boolean },
  ) => {
    const { report, name } = reading;
    await workspaces.noteFile(projectId, name, report, isWhole, actorOf(context));
    return report;
  };
  const stop = async (context: CallContext, projectId: string, readingId: string) => {
    const reading = readings.get(context.principal, projectId, readingId);
    await readings.cancel(context.principal, projectId, readingId);
    return note(context, { projectId, reading, isWhole: false });
  };
  const finish = async (context: CallContext, projectId: string, readingId: string) => {
    const reading = readings.get(context.principal, projectId, readingId);
    let isWhole = false;
    try {
      await readings.finish(context.principal, projectId, readingId);
      isWhole = true;
    } finally {
      // Whoever stopped it has noted it.
      if (!reading.wasStopped) await note(context, { projectId, reading, isWhole });
    }
    return reading.report;
  };
  const feed = async (
    context: CallContext,
    { projectId, readingId, offset, bytes }: Piece,
  ): Promise<FileReading> => {
    const reading = readings.get(context.principal, projectId, readingId);
    try {
      await reading.feed(offset, new Uint8Array(await bytes.arrayBuffer()));
    } catch (error) {
      const goesOn = error instanceof AppError && error.code === 'conflict';
      if (!goesOn) await stop(context, projectId, readingId);
      throw error;
    }
    return reading;
  };
  return {
    begin: os.begin.handler(({ input, context }) => ({ readingId: begin(context, input) })),
    feed: os.feed.handler(async ({ input, context }) => {
      if (input.bytes.size > MAX_PIECE_BYTES) {
        throw new AppError('too_large', `A piece is at most ${MAX_PIECE_BYTES} bytes.`);
      }
      const { offset, counts } = await feed(context, input);
      return { taken: offset, report: counts };
    }),
    finish: os.finish.handler(({ input, context }) =>
      finish(context, input.projectId, input.readingId),
    ),
    cancel: os.cancel.handler(({ input, context }) =>
      stop(context, input.projectId, input.readingId),
    ),
    importFile: os.importFile.handler(async ({ input, context, signal }) => {
      const { projectId, file } = input;
      const name = file instanceof File ? file.name : '';
      const readingId = begin(context, { ...input, name });
      // Nobody waits any more for a file whose sender hung up: it would be in the way of those of others.
      const hungUp = (): void => void stop(context, projectId, readingId).catch(() => {});
      signal?.addEventListener('abort', hungUp);
      try {
        for (let offset = 0; offset < file.size; offset += MAX_PIECE_BYTES) {
          const bytes = file.slice(offset, offset + MAX_PIECE_BYTES);
          await feed(context, { projectId, readingId, offset, bytes });
        }
        return await finish(context, projectId, readingId);
      } finally {
        signal?.removeEventListener('abort', hungUp);
      }
    }),
    exportFile: os.exportFile.handler(async function* ({ input, context }) {
      const { projectId, passphrase, format } = input;
      if (passphrase !== undefined && format !== 'bundle') {
        throw new AppError(
          'invalid',
          'Only a bundle can be encrypted. Choose the format "bundle".',
        );
      }
      const picksTraces = input.traceIds !== undefined || hasCriteria(input.filter);
      if (picksTraces && input.signals.every((signal) => signal === 'metrics')) {
        throw new AppError(
          'invalid',
          'Metrics belong to no trace. Export them by a time range, without chosen traces or another filter.',
        );
      }
      const store = telemetry.readable(context, projectId, input.viewAs);
      store.checkFilter(input.filter);
      // Before the first byte leaves: an export that is broken off has been read too.
      await audit.trail.record(actorOf(context), exportRequested(input));
      const pieces = exportFile({
        ...input,
        store,
        annotations: (isWanted) => wantedAnnotations(annotations, projectId, isWanted),
        atMs: Date.now(),
      });
      for await (const { bytes, records } of pieces) {
        const base64 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
        yield { base64, records };
      }
    }),
  };
}
