import { fieldText, type AttributeScanner } from './attribute-scanner.ts';
import { ContextCache } from './context-cache.ts';
import { KnownKeys } from './known-keys.ts';
import { readThrough } from './read-through.ts';
import { RESOURCE, SCOPE } from './schema-common.ts';
import { redactSchemaUrl } from './schema-url.ts';
import type { DecodeLimits, RedactMessage, ResourceRecord, ScopeRecord } from './types.ts';
import { asBuffer, WireReader } from './wire.ts';

/** The resource attributes every list needs; the index is their slot. */
export const KNOWN_RESOURCE_ATTRIBUTES = [
  'service.name',
  'deployment.environment.name',
  'deployment.environment',
  'service.version',
  'openinference.project.name',
] as const;
const RESOURCE_KEYS = new KnownKeys(KNOWN_RESOURCE_ATTRIBUTES);
const RESOURCE_SLOTS = KNOWN_RESOURCE_ATTRIBUTES.length;
/** What SDKs put in for a service nobody named (OpenTelemetry resource conventions): this, or this and `:process`. */
const UNNAMED_SERVICE = 'unknown_service';

/** Field numbers of the attributes in Resource and InstrumentationScope. */
const ATTRIBUTES_FIELD = { resource: 1, scope: 3 } as const;

/** Stands for an absent resource or scope, and for one that refuses its records. */
const NO_BYTES = Buffer.alloc(0);

/** Where the Resource (or scope) and the schema URL of one group lie, before they are read. */
export interface LocatedContext {
  /** Body of the Resource or InstrumentationScope; empty when the group has none. */
  readonly body: Uint8Array;
  readonly schemaUrl: string;
}

/**
 * Reads the resources and scopes of one request after the other, and remembers which of the request refuse their
 * records.
 */
export class ContextReader {
  private readonly scanner: AttributeScanner;
  private readonly limits: DecodeLimits;
  private redact: RedactMessage = (_kind, body) => body;
  private readonly resourceRefusals: string[] = [];
  private readonly scopeRefusals: string[] = [];
  private readonly knownResources = new ContextCache<ResourceRecord>();
  private readonly knownScopes = new ContextCache<ScopeRecord>();
  private readonly reader = new WireReader(NO_BYTES);

  constructor(scanner: AttributeScanner, limits: DecodeLimits) {
    this.scanner = scanner;
    this.limits = limits;
  }

  /** Begins a new request. */
  reset(redact: RedactMessage): void {
    this.redact = redact;
    this.reader.reset(NO_BYTES, 0, 0);
    this.resourceRefusals.length = 0;
    this.scopeRefusals.length = 0;
  }

  /**
   * Finds field 1 (resource or scope) and field 3 (schema URL) of the group ahead, wherever they come in it, and
   * leaves the reader at the group's beginning.
   *
   * A message given twice is merged, which in protobuf is the concatenation of its encodings.
   */
  locate(frame: WireReader): LocatedContext {
    const start = frame.position;
    const buffer = frame.buffer as Buffer;
    let body: Uint8Array | undefined;
    let schemaUrl = '';
    while (frame.position < frame.limit) {
      const tag = frame.tag();
      if (tag !== 10 && tag !== 26) {
        frame.skip(tag);
        continue;
      }
      const end = frame.delimitedEnd();
      if (frame.failed) break;
      if (tag === 26) schemaUrl = fieldText(buffer, frame.position, end);
      else {
        const part = new Uint8Array(
          buffer.buffer,
          buffer.byteOffset + frame.position,
          end - frame.position,
        );
        body = body === undefined ? part : Buffer.concat([body, part]);
      }
      frame.position = end;
    }
    if (!frame.failed) frame.position = start;
    return { body: body ?? NO_BYTES, schemaUrl };
  }

  /** Redacts and reads a resource, adds it and returns its index. */
  addResource(located: LocatedContext, resources: ResourceRecord[]): number {
    const { scanner } = this;
    const bytes = asBuffer(this.redact('resource', located.body));
    const schemaUrl = redactSchemaUrl(this.redact, located.schemaUrl);
    const known = this.knownResources.find(bytes, schemaUrl);
    if (known !== undefined) {
      this.resourceRefusals.push('');
      for (const hash of known.attributeHashes) scanner.addHash(hash);
      return resources.push(known.record) - 1;
    }
    scanner.clearValues(RESOURCE_SLOTS);
    const hashes = scanner.hashCount;
    const refusal = this.scanAttributes('resource', bytes);
    const [service, environment, oldEnvironment, release, project] = scanner.values;
    // A copy: what is remembered must not keep the body of its first request.
    const own = refusal === '' ? Buffer.from(bytes) : NO_BYTES;
    const record = {
      bytes: own,
      schemaUrl,
      service: serviceName(text(service), text(project)),
      environment: text(environment) || text(oldEnvironment),
      release: text(release),
    };
    scanner.clearValues(RESOURCE_SLOTS);
    if (refusal === '') this.knownResources.keep(own, record, scanner.hashesFrom(hashes));
    this.resourceRefusals.push(refusal);
    return resources.push(record) - 1;
  }

  /** Redacts and reads a scope, adds it and returns its index. */
  addScope(located: LocatedContext, scopes: ScopeRecord[]): number {
    const { scanner } = this;
    const bytes = asBuffer(this.redact('scope', located.body));
    const schemaUrl = redactSchemaUrl(this.redact, located.schemaUrl);
    const known = this.knownScopes.find(bytes, schemaUrl);
    if (known !== undefined) {
      this.scopeRefusals.push('');
      for (const hash of known.attributeHashes) scanner.addHash(hash);
      return scopes.push(known.record) - 1;
    }
    const hashes = scanner.hashCount;
    const refusal = this.scanAttributes('scope', bytes);
    const own = refusal === '' ? Buffer.from(bytes) : NO_BYTES;
    const record = { bytes: own, schemaUrl };
    if (refusal === '') this.knownScopes.keep(own, record, scanner.hashesFrom(hashes));
    this.scopeRefusals.push(refusal);
    return scopes.push(record) - 1;
  }

  /** Why no record of this resource and scope can be accepted, or ''. */
  refusal(resource: number, scope: number): string {
    return this.resourceRefusals[resource]! || this.scopeRefusals[scope]!;
  }

  private scanAttributes(kind: 'resource' | 'scope', bytes: Buffer): string {
    const { reader, scanner } = this;
    const { maxAttributes, maxDepth, maxRecordBytes } = this.limits;
    if (bytes.length > maxRecordBytes) return `${kind} is larger than ${maxRecordBytes} bytes`;
    reader.reset(bytes, 0, bytes.length);
    const attributesTag = (ATTRIBUTES_FIELD[kind] << 3) | 2;
    const known = kind === 'resource' ? RESOURCE_KEYS : undefined;
    let count = 0;
    while (reader.position < reader.limit) {
      const tag = reader.tag();
      if (tag !== attributesTag) {
        reader.skip(tag);
        continue;
      }
      if (++count > maxAttributes) return `${kind} has more than ${maxAttributes} attributes`;
      if (!scanner.scanKnown(reader, known))
        return `${kind} attribute nests deeper than ${maxDepth}`;
    }
    if (!reader.failed) {
      // Entities of a resource come out again too.
      reader.position = 0;
      readThrough(reader, kind === 'resource' ? RESOURCE : SCOPE);
    }
    return reader.failed ? `malformed ${kind}: ${reader.failure}` : '';
  }
}

/** Phoenix names programs by its project alone; a service somebody did name comes first. */
function serviceName(service: string, project: string): string {
  return service === '' || service.startsWith(UNNAMED_SERVICE) ? project || service : service;
}

function text(value: string | number | boolean | undefined): string {
  return value === undefined ? '' : String(value);
}
