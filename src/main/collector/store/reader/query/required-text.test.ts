import * as fc from 'fast-check';
import { RE2JS } from 're2js';
import { expect, test } from 'vitest';
import { NeedleSearch } from './needle-search.ts';
import { requiredText } from './required-text.ts';
import { literalNeedle } from './text-needle.ts';

test('a text that is required is in all that match a pattern', () => {
  const piece = fc.constantFrom(
    ...'abkSé.^$| 1,-*+?{}',
    ...String.raw`ab ks \. \d \b \w {2} {0,1} {1,} +? [ab] [^]a] []b] [[:alpha:]k] [\]a]`.split(
      ' ',
    ),
    ...String.raw`(a|b) (?:ab) (?i:ks) (?i) (?P<n>a) \Qa \E \x61 (a(b)?k) (( )) \\ \[`.split(' '),
  );
  const text = fc
    .array(fc.constantFrom(...'aabbkkSsKé1,- .{}[]\\\u212aſ'), { maxLength: 8 })
    .map((chars) => chars.join(''));
  let required = 0;
  let ruledOut = 0;
  fc.assert(
    fc.property(
      fc.boolean(),
      fc.array(piece, { minLength: 1, maxLength: 7 }),
      fc.array(text, { minLength: 10, maxLength: 10 }),
      (ignoresCase, pieces, texts) => {
        const pattern = (ignoresCase ? '(?i)' : '') + pieces.join('');
        const found = requiredText(pattern);
        let compiled: RE2JS;
        try {
          compiled = RE2JS.compile(pattern);
        } catch {
          return;
        }
        if (found === undefined) return;
        required++;
        const search = new NeedleSearch(literalNeedle(found.text, found.ignoresCase));
        for (const one of [...texts, `${found.text}a`, `bb${found.text}`]) {
          const may = search.begin(Buffer.from(one));
          if (!may) ruledOut++;
          if (compiled.matcher(one).find())
            expect({ pattern, one, may }).toMatchObject({ may: true });
        }
      },
    ),
    { numRuns: 3000 },
  );
  expect(required).toBeGreaterThan(300);
  expect(ruledOut).toBeGreaterThan(1000);
});

test('what is required of a pattern', () => {
  expect(requiredText('gpt-4.*mini')).toEqual({ text: 'gpt-4', ignoresCase: false });
  expect(requiredText('(?i)Timeouts? after')).toEqual({ text: 'Timeout', ignoresCase: true });
  expect(requiredText('^/v1/users/\\d+/orders$')?.text).toBe('/v1/users/');
  expect(requiredText('a+bc{2}de')?.text).toBe('bc');
  expect(requiredText('заказ[0-9]+')?.text).toBe('заказ');
  expect(requiredText('(get|put) x?')).toBeUndefined();
  expect(requiredText('gpt|claude')).toBeUndefined();
});
