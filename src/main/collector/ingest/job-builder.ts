import { freePiece } from '../free-buffer.ts';
import type { RedactionPolicy } from '../redaction/policy.ts';
import { BodyBuffers } from './body-buffers.ts';
import {
  CODINGS,
  FORMATS,
  ROW,
  ROW_WIDTH,
  SIGNALS,
  type DecodeJob,
  type JobProject,
} from './job.ts';
import type { IngestRequest } from './types.ts';

/** Sum of the pieces of a body. */
export function bodyBytes(body: readonly Uint8Array[]): number {
  let bytes = 0;
  for (const piece of body) bytes += piece.length;
  return bytes;
}

/** Puts requests into jobs, using the buffers that workers hand back again. */
export class JobBuilder {
  readonly #policyOf: (projectId: string) => RedactionPolicy;
  /** For all bodies, those that are still being read too. */
  readonly buffers = new BodyBuffers();
  #nextId = 1;

  constructor(policyOf: (projectId: string) => RedactionPolicy) {
    this.#policyOf = policyOf;
  }

  /** One job of all `requests`. Bodies that have a buffer of their own go along in it, the others are copied together. */
  build(requests: readonly IngestRequest[]): DecodeJob {
    let bytes = 0;
    for (const { body, buffer } of requests) if (buffer === undefined) bytes += bodyBytes(body);
    const shared = bytes > 0 ? this.buffers.take(bytes) : new ArrayBuffer(0);
    const buffers = [shared];
    const target = new Uint8Array(shared);
    const table = new Int32Array(requests.length * ROW_WIDTH);
    const projects: JobProject[] = [];
    const projectIndex = new Map<string, number>();
    let at = 0;
    for (let row = 0; row < requests.length; row++) {
      const request = requests[row]!;
      const cell = row * ROW_WIDTH;
      if (request.buffer === undefined) {
        table[cell + ROW.start] = at;
        at = copyBody(request, target, at);
        table[cell + ROW.length] = at - table[cell + ROW.start]!;
      } else {
        table[cell + ROW.buffer] = buffers.push(request.buffer) - 1;
        table[cell + ROW.length] = bodyBytes(request.body);
      }
      let project = projectIndex.get(request.projectId);
      if (project === undefined) {
        project = projects.length;
        projectIndex.set(request.projectId, project);
        const id = request.projectId;
        projects.push({ id, redaction: this.#policyOf(id) });
      }
      table[cell + ROW.project] = project;
      table[cell + ROW.signal] = SIGNALS.indexOf(request.signal);
      table[cell + ROW.format] = FORMATS.indexOf(request.format);
      table[cell + ROW.coding] = CODINGS.indexOf(request.coding);
    }
    return { type: 'job', id: this.#nextId++, buffers, table, projects };
  }

  /** Takes back the buffers of a job that is done. */
  recycle(buffers: readonly ArrayBuffer[]): void {
    for (const buffer of buffers) this.buffers.give(buffer);
  }
}

/** Copies the pieces of a body to `at`; answers where it ends. */
function copyBody({ body, isBodySpent }: IngestRequest, target: Uint8Array, at: number): number {
  for (const piece of body) {
    target.set(piece, at);
    at += piece.length;
    if (isBodySpent === true) freePiece(piece);
  }
  return at;
}
