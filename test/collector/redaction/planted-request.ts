import { ANY_VALUE, KEY_VALUE } from '../../../src/main/collector/otlp/schema-common.ts';
import { REQUESTS } from '../../../src/main/collector/otlp/schema-requests.ts';
import type { Field, Message } from '../../../src/main/collector/otlp/schema.ts';
import type { Signal } from '../../../src/main/collector/otlp/types.ts';
import { WireWriter } from '../../../src/main/collector/otlp/wire-writer.ts';
import { newSpanId, newTraceId } from '../../support/ids.ts';

const digits = (n: number, length: number): string => String(n).padStart(length, '0');

/** The digits with the one behind them that makes Luhn's sum right. */
function withLuhn(front: string): string {
  const sum = [...front]
    .toReversed()
    .map((digit, at) => (at % 2 === 0 ? Number(digit) * 2 : Number(digit)))
    .reduce((all, digit) => all + (digit > 9 ? digit - 9 : digit), 0);
  return `${front}${(10 - (sum % 10)) % 10}`;
}

/** With the check digits of ISO 7064; "DE00" behind the account is 131400. */
const iban = (account: string): string =>
  `DE${digits(98 - Number(BigInt(`${account}131400`) % 97n), 2)}${account}`;

/** Something of each kind; another one for each number below 70,000. */
const KINDS = {
  EMAIL: (n: number) => `person${n}@people-of-${n}.org`,
  CREDIT_CARD: (n: number) => withLuhn(`4${digits(11_000_000_000_000 + n, 14)}`),
  PHONE: (n: number) => `+1415${2_000_000 + n}`,
  IBAN: (n: number) => iban(`37040044${digits(532_013_000 + n, 10)}`),
  US_SSN: (n: number) => `219-${digits(10 + Math.floor(n / 9000), 2)}-${1000 + (n % 9000)}`,
  IP: (n: number) =>
    `203.${7 + Math.floor(n / 40_000)}.${Math.floor(n / 200) % 200}.${10 + (n % 200)}`,
  SECRET: (n: number) => `ghp_${digits(n, 6)}aB3xK9mQ2wE7rT5yU1iO8pL4sD6fG0`,
};
/** What those of a kind have in common, for the numbers up to 20,000: quicker to look for than each of them. */
export const STEMS = [
  '@people-of-',
  '41100000000',
  '+14152',
  '3704004405320',
  '219-1',
  '203.7.',
  'aB3xK9mQ2wE7rT5yU1iO8pL4sD6fG0',
] as const;
type Kind = keyof typeof KINDS;
const NAMES = Object.keys(KINDS) as Kind[];

const text = (stringValue: string) => ({ stringValue });
const bytes = (content: Buffer) => ({ bytesValue: content.toString('base64') });
const map = (key: string, value: object) => ({ kvlistValue: { values: [{ key, value }] } });

/** A text inside of so many levels of JSON. */
const json = (levels: number, content: string): string =>
  levels === 0 ? content : JSON.stringify({ role: 'user', content: json(levels - 1, content) });

/**
 * Requests in which every text, value and key that the schemas of OTLP know holds something personal, each
 * something else, and so do fields that they do not know.
 */
export class PlantedRequests {
  /** All that was planted. */
  readonly values: string[] = [];
  #next: number;

  /** @param first of the numbers that the values are made of; some hundred are used for each request */
  constructor(first: number) {
    this.#next = first;
  }

  /** An OTLP/JSON request. */
  request(signal: Signal): object {
    return this.#messages(REQUESTS[signal])[0]!;
  }

  /** A span in protobuf, with fields on every level that a later version of OTLP might add. */
  unknownFields(): Buffer {
    const span = new WireWriter();
    span.hexField(1, newTraceId());
    span.hexField(2, newSpanId());
    let inner = span;
    // Of a span in its scope, of that in its resource, and of that in the request.
    for (const field of [2, 2, 1]) {
      inner.stringField(99, this.#text());
      inner.stringField(1000, this.#text());
      const outer = new WireWriter();
      outer.bytesField(field, inner.finish());
      inner = outer;
    }
    inner.stringField(99, this.#text());
    return Buffer.from(inner.finish());
  }

  /** An event as JamJet's SDKs send it. */
  event(): object {
    return {
      trace_id: newTraceId(),
      span_id: newSpanId(),
      kind: 'tool_call',
      timestamp: new Date().toISOString(),
      name: this.#text(),
      agent_name: this.#text(),
      environment: this.#text(),
      release_version: this.plant('EMAIL'),
      session_id: this.plant('EMAIL'),
      end_user_email: this.plant('EMAIL'),
      status: 'error',
      payload: {
        error: this.#text(),
        messages: [{ role: 'user', content: this.#text() }],
        tool_input: { deep: { [this.plant('EMAIL')]: [this.#text()] } },
        tool_output: this.#text(),
      },
      [this.plant('EMAIL')]: this.#text(),
    };
  }

  /** Remembers something new of a kind, or of the one whose turn it is. */
  plant(kind?: Kind): string {
    const n = this.#next++;
    const value = KINDS[kind ?? NAMES[n % NAMES.length]!](n);
    this.values.push(value);
    return value;
  }

  #text(): string {
    return `of ${this.plant()} now`;
  }

  /** Attributes of every kind of value, packed in the ways that are undone to look. */
  #attributes(): object[] {
    const values: object[] = [
      text(this.#text()),
      text(json(1, this.#text())),
      text(json(4, this.#text())),
      text(json(1, this.plant('EMAIL')).replace('@', String.raw`\u0040`)),
      text(`{"number":${this.plant('CREDIT_CARD')},"list":[1,"${this.#text()}"]}`),
      text(`/find?by=${encodeURIComponent(this.plant('EMAIL'))}&x=1`),
      text(Buffer.from(this.#text()).toString('base64')),
      { intValue: this.plant('CREDIT_CARD') },
      { doubleValue: Number(this.plant('CREDIT_CARD')) },
      bytes(Buffer.from(this.#text())),
      bytes(Buffer.from(this.#text(), 'utf16le')),
      {
        arrayValue: { values: [text(this.#text()), { intValue: this.plant('CREDIT_CARD') }] },
      },
      map(this.plant('EMAIL'), map('deep', map('deeper', text(json(2, this.#text()))))),
    ];
    const named = values.map((value, at) => ({ key: `planted.${at}`, value }));
    return [...named, { key: this.plant('EMAIL'), value: { boolValue: true } }];
  }

  /** A message; or one for each of the messages of which it can hold one. */
  #messages(message: Message): object[] {
    const fields = [...message.byNumber.values()];
    const choices = fields.filter(({ oneof, type }) => oneof && type === 'message');
    const others = fields.filter((field) => !choices.includes(field));
    const chosen = choices.length === 0 ? [[]] : choices.map((choice) => [choice]);
    return chosen.map((choice) => ({
      ...Object.fromEntries(
        [...others, ...choice].map((field) => [field.name, this.#field(field)]),
      ),
      notInTheSchema: { of: this.#text() },
    }));
  }

  #field(field: Field): unknown {
    const of = field.message?.();
    if (of === KEY_VALUE) return this.#attributes();
    if (of === ANY_VALUE) return { stringValue: this.#text() };
    const values = of === undefined ? [this.#scalar(field)] : this.#messages(of);
    return field.repeated ? values : values[0];
  }

  #scalar({ type, name }: Field): unknown {
    // Four numbers between dots are a version here.
    if (type === 'string') return name === 'version' ? this.plant('EMAIL') : this.#text();
    if (type === 'hex') return name === 'traceId' ? newTraceId() : newSpanId();
    if (name.endsWith('imeUnixNano')) return `${Date.now()}000000`;
    return type === 'bool' ? true : 1;
  }
}
