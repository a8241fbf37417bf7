import type { Signal } from '../../otlp/types.ts';
import type { DayFile } from '../day-files.ts';
import { wordAt } from '../../otlp/span-ids.ts';
import { traceAt } from '../segment/trace-at.ts';
import type { SpanIds, StoredTraces } from './duplicate-index.ts';
import type { OpenFile, StoredSpanIds } from './open-file.ts';
import type { ProjectFiles } from './project-files.ts';

/** Decoded headers kept, over all projects: the newest segments are asked for again and again. */
const MAX_HEADERS = 64;
/**
 * Rows of other traces looked at for one: two that share a key by chance are one in millions of millions, but a sender
 * that means to finds as many as it wants, and each new one of them would ask for all.
 */
const MAX_OTHERS = 8;

/** Looks span ids up in the day files. */
export class FileTraces {
  readonly #files: ProjectFiles;
  readonly #warn: (message: string) => void;
  readonly #headers = new Map<string, StoredSpanIds>();
  #hasWarnedOfKeys = false;

  constructor(files: ProjectFiles, warn: (message: string) => void) {
    this.#files = files;
    this.#warn = warn;
  }

  /** The traces of one project. */
  of(projectId: string): StoredTraces {
    const signal: Signal = 'traces';
    return {
      hasOlder: this.#files.hasOlder(projectId, signal),
      load: (key, traceId, fromUs, toUs, ids) => {
        for (const file of this.#files.candidates(projectId, signal, fromUs, toUs)) {
          this.#loadFrom(file, key, traceId, ids);
        }
      },
    };
  }

  /** Forgets decoded headers: after a rollback their numbers may be given to other segments. */
  clear(): void {
    this.#headers.clear();
  }

  /** A file that cannot be read must not stop new data: its spans count as new, and the log says so. */
  #loadFrom(file: DayFile, key: number, traceId: Uint8Array, ids: SpanIds): void {
    let opened: OpenFile | undefined;
    try {
      opened = this.#files.open(file);
      let others = 0;
      for (const page of opened.find(key)) {
        for (const row of page) {
          const header = this.#header(file, row.segment_id);
          if (traceAt(header, row.first, traceId) === undefined) {
            if (++others < MAX_OTHERS) continue;
            this.#warnOfKeys(file.path);
            return;
          }
          const { spanIds } = header;
          const end = row.first + row.count;
          for (let i = row.first; i < end; i++) {
            ids.add(wordAt(spanIds, i * 8), wordAt(spanIds, i * 8 + 4));
          }
        }
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#warn(`Duplicates of spans in ${file.path} may go unnoticed: ${reason}`);
      if (opened === undefined) this.#files.leaveOut(file);
    }
  }

  /** Once: a sender that does this does it with every trace. */
  #warnOfKeys(path: string): void {
    if (this.#hasWarnedOfKeys) return;
    this.#hasWarnedOfKeys = true;
    this.#warn(
      `Duplicates of spans in ${path} may go unnoticed: a sender chooses its trace ids so that they share one key`,
    );
  }

  #header(file: DayFile, segmentId: number): StoredSpanIds {
    const key = `${file.path}#${segmentId}`;
    const known = this.#headers.get(key);
    if (known) return known;
    const header = this.#files.open(file).spanIds(segmentId);
    this.#headers.set(key, header);
    if (this.#headers.size > MAX_HEADERS) {
      this.#headers.delete(this.#headers.keys().next().value!);
    }
    return header;
  }
}
