import { freePiece } from '../free-buffer.ts';
import type { RedactionPolicy } from '../redaction/policy.ts';
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

/** Buffers kept for the next jobs; jobs in flight are few, so a few are enough. */
const KEPT_BUFFERS = 4;
const SMALLEST_BUFFER = 64 * 1024;
/** A buffer that one large request needed is given back to the system. */
const LARGEST_KEPT_BUFFER = 4 * 1024 * 1024;

/** Sum of the pieces of a body. */
export function bodyBytes(body: readonly Uint8Array[]): number {
  let bytes = 0;
  for (const piece of body) bytes += piece.length;
  return bytes;
}

/** Puts requests into jobs, using the buffers that workers hand back again. */
export class JobBuilder {
  readonly #policyOf: (projectId: string) => RedactionPolicy;
  readonly #free: ArrayBuffer[] = [];
  #nextId = 1;

  constructor(policyOf: (projectId: string) => RedactionPolicy) {
    this.#policyOf = policyOf;
  }

  /** One job of all `requests`, their bodies copied together. */
  build(requests: readonly IngestRequest[]): DecodeJob {
    let bytes = 0;
    for (const { body } of requests) bytes += bodyBytes(body);
    const buffer = this.#take(bytes);
    const target = new Uint8Array(buffer);
    const table = new Int32Array(requests.length * ROW_WIDTH);
    const projects: JobProject[] = [];
    const projectIndex = new Map<string, number>();
    let at = 0;
    for (let row = 0; row < requests.length; row++) {
      const request = requests[row]!;
      const start = at;
      for (const piece of request.body) {
        target.set(piece, at);
        at += piece.length;
        if (request.isBodySpent === true) freePiece(piece);
      }
      let project = projectIndex.get(request.projectId);
      if (project === undefined) {
        project = projects.length;
        projectIndex.set(request.projectId, project);
        const id = request.projectId;
        projects.push({ id, redaction: this.#policyOf(id) });
      }
      const cell = row * ROW_WIDTH;
      table[cell + ROW.start] = start;
      table[cell + ROW.length] = at - start;
      table[cell + ROW.project] = project;
      table[cell + ROW.signal] = SIGNALS.indexOf(request.signal);
      table[cell + ROW.format] = FORMATS.indexOf(request.format);
      table[cell + ROW.coding] = CODINGS.indexOf(request.coding);
    }
    return { type: 'job', id: this.#nextId++, buffer, table, projects };
  }

  /** Takes back the buffer of a job that is done. */
  recycle(buffer: ArrayBuffer): void {
    const { byteLength } = buffer;
    if (byteLength === 0 || byteLength > LARGEST_KEPT_BUFFER) return;
    if (this.#free.length < KEPT_BUFFERS) this.#free.push(buffer);
  }

  /** Forgets kept buffers while nothing is going on. */
  trim(): void {
    this.#free.length = 0;
  }

  #take(bytes: number): ArrayBuffer {
    const at = this.#free.findIndex((buffer) => buffer.byteLength >= bytes);
    if (at >= 0) return this.#free.splice(at, 1)[0]!;
    let size = SMALLEST_BUFFER;
    while (size < bytes) size *= 2;
    // Beyond what is kept, rounding up would only waste memory.
    return new ArrayBuffer(size > LARGEST_KEPT_BUFFER ? bytes : size);
  }
}
