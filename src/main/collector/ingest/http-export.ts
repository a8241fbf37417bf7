import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Admission } from './admission.ts';
import type { BodyReader } from './body-reader.ts';
import { Charge } from './charge.ts';
import { answerEvents, answerRefusal, answerStored } from './http-answer.ts';
import type { Lingering } from './lingering.ts';
import {
  ACCEPTED_CODINGS,
  ACCEPTED_TYPES,
  parseContentCoding,
  parseContentType,
} from './media-type.ts';
import type { IngestRoute } from './paths.ts';
import type { Pipeline } from './pipeline.ts';
import { failure, overload, refusal, tooLarge, type Refusal } from './refusal.ts';
import { checkLimits, countStored, identifySender, type KeyCheck, type Sender } from './sender.ts';
import type { IngestStats } from './stats.ts';
import type { IngestLimits } from './limits.ts';
import { KEYLESS, type UsageMeter } from '../usage/usage-meter.ts';
import type { Encoding } from '../otlp/responses.ts';
import type { BodyFormat, ContentCoding } from './types.ts';

/** What both listeners need to take a request. */
export interface IngestServices {
  readonly pipeline: Pipeline;
  readonly admission: Admission;
  readonly keys: KeyCheck;
  readonly stats: IngestStats;
  readonly limits: IngestLimits;
  /** Counts what is stored and knows the limits; absent: there are none. */
  readonly meter?: UsageMeter | undefined;
}

export interface HttpExportContext extends IngestServices {
  readonly loopback: boolean;
  readonly bodies: BodyReader;
  readonly lingering: Lingering;
}

/** What the head of a request says, once it is found to be in order. */
interface ExportHead {
  readonly sender: Sender;
  readonly encoding: Encoding;
  readonly coding: ContentCoding;
  readonly announcedBytes: number;
}

/**
 * Takes one OTLP/HTTP export request, or one of JamJet's: head, charge, body, pipeline, answer. Never throws.
 *
 * @param mayContinue sends `100 Continue`; called only when the body is wanted
 */
export function handleExport(
  context: HttpExportContext,
  req: IncomingMessage,
  res: ServerResponse,
  route: IngestRoute,
  mayContinue?: () => void,
): void {
  const { signal, isJamjet } = route;
  const answerIn = parseContentType(req.headers['content-type']) ?? 'json';
  const refuse = (reason: Refusal, headers?: readonly string[]): void => {
    context.stats.refuse(reason.status, reason.message);
    answerRefusal(req, res, answerIn, reason, context.lingering, headers);
  };
  if (req.method !== 'POST') {
    const message = `Telemetry is sent with POST, not ${req.method}.`;
    refuse({ ...refusal('invalid', message), status: 405, rpcCode: 12 }, [
      'Allow',
      'POST, OPTIONS',
    ]);
    return;
  }
  const head = readHead(context, req, isJamjet);
  if ('status' in head) {
    refuse(head, head.status === 415 ? ['Accept-Encoding', 'gzip, deflate, zstd'] : []);
    return;
  }
  const limited = checkLimits(context.meter, head.sender, signal);
  if (limited !== undefined) {
    refuse(limited);
    return;
  }
  const charge = new Charge(context.admission, head.sender.projectId);
  const full = charge.open(head.announcedBytes);
  if (full !== undefined) {
    refuse(overload(full));
    return;
  }
  mayContinue?.();
  context.bodies.read(req, charge, (body) => {
    if (!Array.isArray(body)) {
      charge.release();
      if (body !== undefined) refuse(body);
      return;
    }
    const { sender, encoding, coding } = head;
    const format: BodyFormat = isJamjet ? 'jamjet' : encoding;
    const { projectId } = sender;
    const source = sender.keyId ?? KEYLESS;
    const request = { projectId, source, signal, format, coding, body, isBodySpent: true };
    context.pipeline.submit(request, (outcome) => {
      charge.release();
      if (outcome.kind === 'failed') {
        refuse(failure(outcome));
        return;
      }
      countStored(context.keys, sender, signal, outcome.accepted);
      if (res.destroyed) return;
      if (isJamjet) answerEvents(res, outcome);
      else answerStored(res, signal, encoding, outcome);
    });
  });
}

function readHead(
  context: HttpExportContext,
  req: IncomingMessage,
  isJamjet: boolean,
): ExportHead | Refusal {
  const { headers } = req;
  const address = req.socket.remoteAddress;
  const sender = identifySender(context.keys, headers, context.loopback, address);
  if ('status' in sender) return sender;
  const encoding = parseContentType(headers['content-type']);
  if (encoding === undefined || (isJamjet && encoding !== 'json')) {
    const sent = headers['content-type'] ?? 'none';
    return refusal(
      'unsupported',
      `Content-Type ${quote(sent)} is not taken; send ${isJamjet ? 'application/json' : ACCEPTED_TYPES}.`,
    );
  }
  const coding = parseContentCoding(headers['content-encoding']);
  if (coding === undefined) {
    const sent = headers['content-encoding'] ?? '';
    return refusal(
      'unsupported',
      `Content-Encoding ${quote(sent)} is not taken; send ${ACCEPTED_CODINGS}.`,
    );
  }
  const announcedBytes = Number(headers['content-length'] ?? 0);
  if (announcedBytes > context.limits.maxBodyBytes) return tooLarge(context.limits.maxBodyBytes);
  return { sender, encoding, coding, announcedBytes };
}

/** A header as it may stand in a message: short, on one line. */
function quote(value: string): string {
  return `"${value.slice(0, 60)}"`;
}
