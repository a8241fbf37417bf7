import { expect, test } from 'vitest';
import { found } from './found.ts';

test.each([
  ['EMAIL', 'ada&#64;corp.io'],
  ['EMAIL', 'ada&#x40;corp&#46;io'],
  ['EMAIL', 'ada&commat;corp.io'],
  ['EMAIL', 'ada\\x40corp.io'],
  ['EMAIL', 'jo\u0308rg@corp.io'],
  ['EMAIL', 'ada\u2065@corp.io'],
  ['EMAIL', 'ada\ufe6bcorp\ufe52io'],
  ['PHONE', '&#43;1 415&nbsp;555&nbsp;0132'],
  ['PHONE', '+1\\xa0415\\xa0555\\xa00132'],
  ['PHONE', '+১ ৪১৫ ৫৫৫ ০১৩২'],
  ['IP', '203&#46;0&#46;113&#46;7'],
  ['CREDIT_CARD', '4111\u200a1111\u200a1111\u200a1111'],
  ['CREDIT_CARD', '๔๑๑๑ ๑๑๑๑ ๑๑๑๑ ๑๑๑๑'],
  ['US_SSN', '536\u204322\u20438726'],
  ['US_SSN', '536%E2%80%9122%E2%80%918726'],
  ['CREDIT_CARD', '4111%C2%A01111%C2%A01111%C2%A01111'],
  ['IBAN', 'DE89%C2%A03704%C2%A00044%C2%A00532%C2%A00130%C2%A000'],
  ['EMAIL', '%EF%BD%81da%EF%BC%A0corp.io'],
  ['EMAIL', 'ada@m%C3%BCller.example'],
  ['EMAIL', 'ada%40m%c3%bcller.example'],
  ['EMAIL', 'ada@%D0%BF%D0%BE%D1%87%D1%82%D0%B0.example'],
  ['EMAIL', 'ada@mail.%E4%BE%8B%E5%AD%90.example'],
])('%s is found as %j, all of it and no more', (type, value) => {
  for (const text of [value, `it is ${value}, is it`, `<p>${value}</p>`, `a\n${value}\nb`]) {
    expect(found(text), text).toEqual([`${type} ${value}`]);
  }
});

test.each([
  'it&#39;s &quot;a&quot; &amp; b &lt;c&gt; &#8217;s &#x27;d&#x27; &#233;t&#233;',
  '/a?b=1&#x=2&nb=3&com=4 && c &#; &#9; &#64 &commat',
  'C:\\x64\\x86 and \\xZZ',
  '5&nbsp;apples and 1&nbsp;234&nbsp;567',
])('nothing is found in %j', (text) => {
  expect(found(text)).toEqual([]);
});

test.each([
  ['/s?phone=073+053+8222&z=1', 'PHONE 073+053+8222'],
  ['/s?to=%2B41+70+394+97+01&z=1', 'PHONE %2B41+70+394+97+01'],
  ['name=Ada+L&tel=%2803732%29+496820', 'PHONE %2803732%29+496820'],
  ['card=5500+0055+5555+5559&cvc=123', 'CREDIT_CARD 5500+0055+5555+5559'],
])('of a form in %j the number is found', (text, value) => {
  expect(found(text)).toEqual([value]);
});

test.each([
  ['CREDIT_CARD', '4111111111111111'],
  ['CREDIT_CARD', '4111 1111 1111 1111'],
  ['US_SSN', '536-22-8726'],
  ['PHONE', '+1 415 555 0132'],
  ['PHONE', '(415) 555-0132'],
  ['IP', '203.0.113.7'],
  ['IP', '2001:db8::7'],
  ['IBAN', 'DE89 3704 0044 0532 0130 00'],
  ['EMAIL', 'ada@corp.io'],
  ['EMAIL', 'ada_lovelace@corp.io'],
  ['SECRET', `ghp_${'aB3dE5gH7j'.repeat(4).slice(0, 36)}`],
])('%s is found in Markdown that emphasizes %j with underscores, which stay', (type, value) => {
  for (const signs of ['_', '__', '___']) {
    const text = `${signs}${value}${signs}`;
    for (const whole of [text, `it is ${text}, is it`, `*(${text})*`, `a\n${text}\nb "${text}"`]) {
      const all = whole.split(text).length - 1;
      expect(found(whole), whole).toEqual(Array.from({ length: all }, () => `${type} ${value}`));
    }
  }
});

test.each([
  'order_4111111111111111_x and order_4111111111111111',
  'x_4111111111111111_',
  '_4111111111111111_x',
  '_4111111111111111 and more',
  '4111111111111111_ and more',
  '__4111111111111111_',
  '_id_4111111111111111_',
  '_203.0.113.7_x _536-22-8726',
  '_1732190400_ __1732190400123__ _10:20:30_ _1.2.3_ _12 34_',
])('no number is found in the names in %j', (text) => {
  expect(found(text)).toEqual([]);
});

test.each(['n=1111+2222+3333', 'a=12+34&b=c+d', 'x = 4111+1111+1111+1111', 'total=30+40+50%2B60'])(
  'no number is found in %j',
  (text) => {
    expect(found(text)).toEqual([]);
  },
);

test.each([
  ['/search?q=card%204111111111111111', 'CREDIT_CARD 4111111111111111'],
  ['/search?q=%5B4111111111111111%5D', 'CREDIT_CARD 4111111111111111'],
  ['/search?q=my%0Assn%20536-22-8726', 'US_SSN 536-22-8726'],
  ['/search?q=%22415-555-0132%22', 'PHONE 415-555-0132'],
  ['/search?q=call%20(415)%20555-0132', 'PHONE (415)%20555-0132'],
  ['/search?q=%22DE89370400440532013000%22', 'IBAN DE89370400440532013000'],
  ['/search?q=use%20AKIAIOSFODNN7EXAMPL3', 'SECRET AKIAIOSFODNN7EXAMPL3'],
  ['/search?q=%E5%8D%A1%E5%8F%B74111111111111111', 'CREDIT_CARD 4111111111111111'],
  ['/search?q=%C2%A0536-22-8726', 'US_SSN 536-22-8726'],
  ['/search?q=call%20+14155550132', 'PHONE +14155550132'],
  ['/search?q=my+ssn+536-22-8726', 'US_SSN 536-22-8726'],
])('what a sign of percent-encoding is glued to is found in %j', (text, value) => {
  expect(found(text)).toEqual([value]);
});

test.each([
  ['my card is 4111111111111111.Please help', 'CREDIT_CARD 4111111111111111'],
  ['call 415-555-0132.Thanks', 'PHONE 415-555-0132'],
  ['it came from 203.0.113.77.Please look', 'IP 203.0.113.77'],
  ['完了。4111111111111111', 'CREDIT_CARD 4111111111111111'],
  ['地址是203.0.113.77。tcp', 'IP 203.0.113.77'],
])('a sentence that goes on without a space hides nothing in %j', (text, value) => {
  expect(found(text)).toEqual([value]);
});
