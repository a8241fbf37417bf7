import { readTelemetry } from '../../src/main/collector/formats/read-file.ts';
import type { FoundProblem, FoundRequest } from '../../src/main/collector/formats/types.ts';
import { requestToJson, type JsonObject } from '../../src/main/collector/otlp/protobuf-to-json.ts';
import { MalformedError } from '../../src/main/collector/otlp/wire.ts';

/** What a reader made of a file. */
export interface ReadFile {
  readonly formats: string[];
  readonly problems: FoundProblem[];
  /** Spans, log records and metrics as OTLP/JSON, each with its resource's service name. */
  readonly spans: (JsonObject & { service?: string })[];
  readonly logs: JsonObject[];
  readonly metrics: JsonObject[];
  /** Lines of bundles. */
  readonly annotations: string[];
}

/** Reads bytes as the collector would, in pieces of an awkward size. */
export async function readFormats(
  file: string | Uint8Array,
  options: { readonly passphrase?: string; readonly pieceBytes?: number } = {},
): Promise<ReadFile> {
  const bytes = typeof file === 'string' ? Buffer.from(file) : file;
  const { pieceBytes = 997 } = options;
  const read: ReadFile = {
    formats: [],
    problems: [],
    spans: [],
    logs: [],
    metrics: [],
    annotations: [],
  };
  const pieces = async function* () {
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      yield bytes.slice(at, at + pieceBytes);
    }
  };
  for await (const found of readTelemetry(pieces(), options)) {
    if (found.kind === 'format') read.formats.push(found.name);
    else if (found.kind === 'problem') read.problems.push(found);
    else if (found.kind === 'annotation') read.annotations.push(found.json);
    else if (found.kind === 'request') {
      const request = decoded(found);
      for (const group of list(Object.values(request)[0])) {
        const service = serviceOf(group);
        const scopes = list(group['scopeSpans'] ?? group['scopeLogs'] ?? group['scopeMetrics']);
        for (const scope of scopes) {
          const records = list(scope['spans'] ?? scope['logRecords'] ?? scope['metrics']);
          if (found.signal === 'traces') {
            read.spans.push(...records.map((span) => ({ ...span, service })));
          } else read[found.signal].push(...records);
        }
      }
    }
  }
  return read;
}

/** A request whose records are damaged inside is for the collector to refuse, record by record. */
function decoded({ signal, body }: FoundRequest): JsonObject {
  try {
    return requestToJson(signal, body);
  } catch (error) {
    if (error instanceof MalformedError) return {};
    throw error;
  }
}

/** The value of an attribute as text. */
export function attribute(record: JsonObject | undefined, key: string): string | undefined {
  const found = list(record?.['attributes']).find((entry) => entry['key'] === key);
  const value = found?.['value'] as JsonObject | undefined;
  return value === undefined ? undefined : String(Object.values(value)[0]);
}

function serviceOf(group: JsonObject): string {
  return attribute(group['resource'] as JsonObject | undefined, 'service.name') ?? '';
}

function list(value: unknown): JsonObject[] {
  return Array.isArray(value) ? (value as JsonObject[]) : [];
}
