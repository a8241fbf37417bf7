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
