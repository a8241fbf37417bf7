import {
  anyValue,
  isRecord,
  later,
  nanosOfMicros,
  numericIdOf,
  SPAN_KINDS,
  STATUS_ERROR,
  STATUS_OK,
  textOf,
  type AnyValue,
  type ConvertedSpan,
  type JsonRecord,
  type KeyValue,
  type OtlpSpan,
} from './otlp-span.ts';

// Jaeger's JSON of the UI and the query API (model/json/model.go); tags that carry OpenTelemetry are those of its
// translation of OTLP (opentelemetry-specification, "OpenTelemetry to Jaeger Transformation").

const SCOPE_NAMES = ['otel.scope.name', 'otel.library.name'];
const SCOPE_VERSIONS = ['otel.scope.version', 'otel.library.version'];
const TAKEN = new Set([
  'span.kind',
  'otel.status_code',
  'otel.status_description',
  'w3c.tracestate',
  ...SCOPE_NAMES,
  ...SCOPE_VERSIONS,
]);

/** The process a span of a Jaeger trace belongs to. */
export interface JaegerProcess {
  readonly serviceName?: unknown;
  readonly tags?: unknown;
  /** Elasticsearch may hold tags as fields of an object of their own. */
  readonly tag?: unknown;
}

/** A span as the Jaeger UI downloads it; undefined when it lacks an id or a time. */
export function jaegerSpan(span: JsonRecord, process: JaegerProcess): ConvertedSpan | undefined {
  const traceId = textOf(span['traceID']);
  const spanId = textOf(span['spanID']);
  const start = nanosOfMicros(span['startTime']);
  if (traceId === '' || spanId === '' || start === undefined) return undefined;
  const tags = allTags(span);
  const references = list(span['references']).filter(isRecord);
  const parent = parentOf(span, references);
  const links = references
    .filter((reference) => reference !== parent.reference)
    .map((reference) => ({
      traceId: numericIdOf(textOf(reference['traceID']), 16),
      spanId: numericIdOf(textOf(reference['spanID']), 8),
      attributes: [{ key: 'opentracing.ref_type', value: { stringValue: refType(reference) } }],
    }));
  const events = list(span['logs']).filter(isRecord).map(toEvent);
  const warnings = list(span['warnings']).map(textOf);
  const converted: OtlpSpan = {
    traceId: numericIdOf(traceId, 16),
    spanId: numericIdOf(spanId, 8),
    ...(parent.id === '' ? {} : { parentSpanId: numericIdOf(parent.id, 8) }),
    ...(text(tags, 'w3c.tracestate') === '' ? {} : { traceState: text(tags, 'w3c.tracestate') }),
    name: textOf(span['operationName']),
    kind: SPAN_KINDS[text(tags, 'span.kind').toLowerCase()] ?? 0,
    startTimeUnixNano: start,
    endTimeUnixNano: later(start, nanosOfMicros(span['duration']) ?? '0'),
    attributes: tags.filter(({ key }) => !TAKEN.has(key)),
    ...(events.length === 0 ? {} : { events }),
    ...(links.length === 0 ? {} : { links }),
    ...statusOf(tags),
  };
  if (warnings.length > 0) {
    converted.attributes.push({ key: 'jaeger.warnings', value: anyValue(warnings)! });
  }
  const name = SCOPE_NAMES.map((key) => text(tags, key)).find((value) => value !== '');
  const version = SCOPE_VERSIONS.map((key) => text(tags, key)).find((value) => value !== '');
  return {
    resource: resourceOf(process),
    scope: name === undefined ? undefined : { name, ...(version === undefined ? {} : { version }) },
    span: converted,
  };
}

function resourceOf(process: JaegerProcess): KeyValue[] {
  const name = textOf(process.serviceName);
  const service = name === '' ? [] : [{ key: 'service.name', value: { stringValue: name } }];
  return [...service, ...allTags(process).filter(({ key }) => key !== 'service.name')];
}

/** The reference that is the parent: the first child-of inside the trace, else the first follows-from. */
function parentOf(span: JsonRecord, references: readonly JsonRecord[]) {
  const inside = references.filter(({ traceID }) => traceID === span['traceID']);
  const reference =
    inside.find((candidate) => refType(candidate) === 'child_of') ??
    inside.find((candidate) => refType(candidate) === 'follows_from');
  const id = textOf(reference?.['spanID'] ?? span['parentSpanID']);
  // Of a span without parent old ones say 0.
  return { reference, id: /^0+$/.test(id) ? '' : id };
}

const refType = (reference: JsonRecord): string => textOf(reference['refType']).toLowerCase();

function statusOf(tags: readonly KeyValue[]): Pick<OtlpSpan, 'status'> {
  const code = text(tags, 'otel.status_code').toUpperCase();
  const message = text(tags, 'otel.status_description');
  if (code === 'OK') return { status: { code: STATUS_OK } };
  if (code !== 'ERROR' && text(tags, 'error') !== 'true') return {};
  return { status: { code: STATUS_ERROR, ...(message === '' ? {} : { message }) } };
}

function toEvent(log: JsonRecord) {
  const fields = tagsOf(log['fields']);
  const named =
    fields.find(({ key }) => key === 'event') ?? fields.find(({ key }) => key === 'message');
  return {
    timeUnixNano: nanosOfMicros(log['timestamp']) ?? '0',
    name: named === undefined ? '' : text(fields, named.key),
    attributes: fields.filter((field) => field !== named || named.key !== 'event'),
  };
}

/** Tags in a list and those that are fields of an object, with `@` for each dot of their names. */
function allTags({ tags, tag }: { readonly tags?: unknown; readonly tag?: unknown }): KeyValue[] {
  const fields = tagsOf(tag).map(({ key, value }) => ({ key: key.replaceAll('@', '.'), value }));
  return [...tagsOf(tags), ...fields];
}

/** Tags of any of the five types; a list, or an object as Elasticsearch may hold them. */
function tagsOf(tags: unknown): KeyValue[] {
  if (isRecord(tags)) {
    return Object.entries(tags).map(([key, value]) => ({ key, value: anyValue(value) ?? EMPTY }));
  }
  return list(tags)
    .filter(isRecord)
    .map((tag) => ({ key: textOf(tag['key']), value: tagValue(tag) ?? EMPTY }));
}

const EMPTY: AnyValue = { stringValue: '' };

function tagValue({ type, value }: JsonRecord): AnyValue | undefined {
  switch (type) {
    case 'bool':
      return { boolValue: value === true || value === 'true' };
    case 'int64':
      return isInt64(textOf(value)) ? { intValue: textOf(value) } : anyValue(value);
    case 'float64':
      return Number.isFinite(Number(value)) ? { doubleValue: Number(value) } : anyValue(value);
    case 'binary':
      // Elasticsearch has it in other forms, which are kept as text.
      return /^[A-Za-z0-9+/]*={0,2}$/.test(textOf(value))
        ? { bytesValue: textOf(value) }
        : anyValue(value);
    default:
      return anyValue(value);
  }
}

function isInt64(digits: string): boolean {
  return /^-?\d{1,19}$/.test(digits) && BigInt.asIntN(64, BigInt(digits)) === BigInt(digits);
}

function text(tags: readonly KeyValue[], key: string): string {
  const value = tags.find((tag) => tag.key === key)?.value;
  if (value === undefined) return '';
  if ('stringValue' in value) return value.stringValue;
  return 'boolValue' in value ? String(value.boolValue) : '';
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
