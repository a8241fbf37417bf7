import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { WireWriter } from '../../../src/main/collector/otlp/wire-writer.ts';
import { PII_TYPES } from '../../../src/main/collector/redaction/pii-type.ts';
import type { ActivePolicy, Replacement } from '../../../src/main/collector/redaction/policy.ts';
import { RecordFilter } from '../../../src/main/collector/redaction/record-filter.ts';
import { RecordRedactor } from '../../../src/main/collector/redaction/record-redactor.ts';
import { TextRedactor } from '../../../src/main/collector/redaction/text-redactor.ts';
import { policy } from './policies.ts';
import { spanOf } from './span-records.ts';

let filter: RecordFilter;
beforeAll(() => {
  filter = new RecordFilter();
});

/** A check that a span comes out, and is counted, as without the filter. */
function compared(changes: Partial<ActivePolicy>, replacement?: Replacement) {
  const text = new TextRedactor(policy(changes, replacement));
  const plain = new RecordRedactor(text, null);
  const filtered = new RecordRedactor(text, filter);
  return (record: Uint8Array): void => {
    const expected = plain.redact('span', record);
    const redacted = filtered.redact('span', record);
    expect(Buffer.from(redacted).equals(expected)).toBe(true);
    expect(redacted === record).toBe(expected === record);
    expect(filtered.counts.take()).toEqual(plain.counts.take());
  };
}

/** A span of these texts, by their keys. */
const spanWith = (attributes: readonly (readonly [string, string])[]): Uint8Array =>
  spanOf(
    'GET /',
    attributes.map(([key, value]) => ({ key, value, shape: 'plain' as const })),
    '',
  );

describe('values that are addresses', () => {
  const KEYS = ['k', 'client.address', 'app.version', 'phone', 'user.id', 'api_key', '10.1.2.3'];
  const OCTETS = '0 1 9 10 99 100 127 172 192 199 200 203 249 250 255 256 260 999 00 01 010'.split(
    ' ',
  );
  const SIGNS = ['.', '..', ' ', '/', '/24', ':', '-', 'a', '.1', '\n', '\u200b', '１'];
  const octet = fc.oneof(fc.constantFrom(...OCTETS), fc.nat(255).map(String));
  const address = fc.array(octet, { minLength: 4, maxLength: 4 }).map((parts) => parts.join('.'));
  const value = fc.oneof(
    { weight: 4, arbitrary: address },
    fc.constantFrom('127.0.0.1', '0.0.0.0', '255.255.255.255', '255.255.254.1', '0.0.0.1'),
    fc
      .array(fc.oneof(octet, fc.constantFrom(...SIGNS)), { maxLength: 9 })
      .map((parts) => parts.join('')),
    fc.tuple(fc.constantFrom(...SIGNS), address).map(([sign, text]) => sign + text),
    fc.tuple(address, fc.constantFrom(...SIGNS)).map(([text, sign]) => text + sign),
  );
  const attributes = fc.array(fc.tuple(fc.constantFrom(...KEYS), value), { maxLength: 5 });

  const CHANGES: readonly (readonly [Partial<ActivePolicy>, Replacement | undefined])[] = [
    [{}, undefined],
    [{}, { kind: 'text', template: 'somebody at {type}, which is longer than any address' }],
    [{}, { kind: 'text', template: '10.0.0.1' }],
    [{}, { kind: 'remove' }],
    [{}, { kind: 'mask' }],
    [{}, { kind: 'pseudonym' }],
    [{ mode: 'detect' }, undefined],
    [{ types: { EMAIL: { kind: 'remove' } } }, undefined],
    [{ types: { IP: { kind: 'remove' } } }, undefined],
    [{ allowPrivateAddresses: true }, undefined],
    [{ allowAddresses: ['203.0.0.0/8', '10.1.2.3'] }, undefined],
    [{ allowDomains: ['corp.io'] }, undefined],
    [{ allowKeys: ['k'], dropKeys: ['client.*'] }, undefined],
    [{ keepOnlyKeys: ['k'] }, undefined],
    [{ rules: [{ id: 'r', type: 'NET', kind: 'keywords', keywords: ['10.1', '203'] }] }, undefined],
    [{ rules: [{ id: 'r', type: 'NET', kind: 'pattern', pattern: '\\d+\\.0' }] }, undefined],
  ];
  test.each(CHANGES)(
    'come out the same with and without the filter, with %o %o',
    (changes, replacement) => {
      const check = compared(changes, replacement);
      fc.assert(
        fc.property(attributes, (list) => {
          const record = spanWith(list);
          for (let round = 0; round < 3; round++) check(record);
        }),
        { numRuns: 120 },
      );
    },
  );

  test('every last octet and every first one', () => {
    const check = compared({});
    for (let number = 0; number < 300; number++) {
      check(spanWith([['client.address', `203.0.113.${number}`]]));
      check(spanWith([['client.address', `${number}.0.113.7`]]));
    }
  });
});

test('an attribute that was clean before says nothing of another one', () => {
  const check = compared({});
  const HIDDEN = ['ada@corp.io', '4111111111111111', '203.0.113.7', ' AKIAIOSFODNN7EXAMPLE'];
  fc.assert(
    fc.property(
      fc.nat(280),
      fc.nat(280),
      fc.constantFrom(...HIDDEN),
      fc.constantFrom('k', 'a.key.of.more.letters.than.that', 'phone'),
      (size, at, hidden, key) => {
        const clean = 'lorem ipsum dolor '.repeat(16).slice(0, size);
        for (let round = 0; round < 4; round++) check(spanWith([[key, clean]]));
        const from = at % (size + 1);
        // As long as the other one where it fits.
        const other = clean.slice(0, from) + hidden + clean.slice(from + hidden.length);
        check(spanWith([[key, other]]));
        check(spanWith([[key, clean]]));
      },
    ),
    { numRuns: 400 },
  );
});

/** A Resource, or an InstrumentationScope whose name is unusual. */
function contextOf(service: string, owner: string): Uint8Array {
  const out = new WireWriter();
  for (const [key, value] of [
    ['service.name', service],
    ['owner', owner],
  ] as const) {
    const outer = out.begin(1, 1);
    out.stringField(1, key);
    const inner = out.begin(2, 1);
    out.stringField(1, value);
    out.end(inner, 1);
    out.end(outer, 1);
  }
  return out.finish();
}

describe('resources and scopes', () => {
  const types = Object.fromEntries(PII_TYPES.map((type) => [type, { kind: 'remove' as const }]));
  const BODIES = ['shop', 'cart', 'mail of ada@corp.io'].flatMap((service) =>
    ['', 'ada@corp.io', 'eve@corp.io', 'x'.repeat(5000) + ' bob@corp.io'].map((owner) =>
      contextOf(service, owner),
    ),
  );
  const SPAN = spanWith([['k', 'ada@corp.io']]);

  test.each([{}, { mode: 'detect' as const }, { types }, { dropKeys: ['owner'] }])(
    'that come again are rewritten and counted as the first time, with %o',
    (changes) => {
      const used = new RecordRedactor(new TextRedactor(policy(changes)), filter);
      fc.assert(
        fc.property(
          fc.array(
            fc.tuple(fc.constantFrom('resource', 'scope', 'schema'), fc.constantFrom(...BODIES)),
            { maxLength: 8 },
          ),
          (contexts) => {
            const fresh = new RecordRedactor(new TextRedactor(policy(changes)), null);
            for (const [kind, body] of contexts) {
              const expected = fresh.redact(kind, body);
              const redacted = used.redact(kind, body);
              expect(Buffer.from(redacted).equals(expected)).toBe(true);
              expect(redacted === body).toBe(expected === body);
              expect(
                Buffer.from(used.redact('span', SPAN)).equals(fresh.redact('span', SPAN)),
              ).toBe(true);
            }
            expect(used.counts.take()).toEqual(fresh.counts.take());
            used.forget();
          },
        ),
        { numRuns: 60 },
      );
    },
  );

  test('that come again may lie in memory that is used again', () => {
    const redactor = new RecordRedactor(new TextRedactor(policy()), filter);
    const body = Buffer.from(contextOf('shop', 'ada@corp.io'));
    const before = Buffer.from(redactor.redact('resource', body));
    redactor.redact('resource', body);
    redactor.redact('span', SPAN);
    body.fill(0);
    const again = contextOf('shop', 'ada@corp.io');
    expect(Buffer.from(redactor.redact('resource', again)).equals(before)).toBe(true);
    expect(redactor.counts.take().map(({ service }) => service)).toContain('shop');
  });
});
