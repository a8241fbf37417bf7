import type { PiiType } from '../../../src/main/collector/redaction/pii-type.ts';
import * as values from './random-values.ts';
import { createRandom, pick, type Random } from './random-values.ts';

/** A text and where its personal data is; made up, and the same in every run. */
export interface LabelledText {
  readonly text: string;
  readonly spans: readonly {
    readonly start: number;
    readonly end: number;
    readonly type: PiiType;
  }[];
}

const VALUES: Readonly<Record<PiiType, (random: Random) => string>> = {
  EMAIL: values.email,
  CREDIT_CARD: (random) => {
    const number = values.card(random);
    return pick(random, [number, values.grouped(number, ' '), values.grouped(number, '-')]);
  },
  US_SSN: values.ssn,
  PHONE: values.phone,
  IP: values.ip,
  IBAN: values.iban,
  SECRET: values.secret,
};

/** Where values stand in spans: `{}` is the value. */
const CARRIERS: readonly string[] = [
  'Please write to {} about it.',
  '{}',
  '[{"role":"user","content":"My details: {}, thanks"}]',
  '{"arguments":"{\\"value\\":\\"{}\\",\\"ok\\":true}"}',
  'level=info msg="seen {}" code=200',
  'line one\\n{}\\nline three',
  '<value>{}</value>',
  'Is ({}) right?',
  'name,value,x\nanna,{},1',
  "INSERT INTO t VALUES ('{}', 1)",
  '请联系 {} 谢谢',
];

/** Words by which a sender announces a value that is ambiguous by itself. */
const HARD_NEGATIVES: readonly string[] = [
  '{"created":1717841556,"expires":1749894840000,"nanos":"1710685771590982000"}',
  '[0.032318115,-0.031188965,-0.06604004,0.028823853,-8.579822540283203]',
  'traceparent: 00-fddf558e9e657f64abe9f9f60c069f52-4e96925147621bc1-01',
  '5bdbe824-1b45-4c52-9455-1fa2ca81b7ed',
  '{"prompt_tokens":1234567,"completion_tokens":8901234,"max_tokens":4096}',
  'commit 86e2c835b5c8a26751278015844f1d2e3c4b5a69',
  'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  'Mozilla/5.0 (X11) AppleWebKit/537.36 Chrome/126.0.0.0 Safari/537.36',
  'node:v20.18.0 npm@10.8.2 mathjax@3.2.2 react@19.3.1',
  'gpt-4o-mini-2024-07-18 claude-3-5-sonnet-20241022',
  '"span_id":"925d780161881958","parent":"e1c819eb80832406"',
  'blk_-1608999687919862906 size 67108864',
  '2024-09-27T10:13:51.123456789Z took 00:01:02.345',
  'std::vector<int>::iterator a::b 10:20:30',
  'call_s0ybqhxA8SdInSknFogAvUq5 chatcmpl-DD5NFBxtomJFFuFMvYDErOuJ9JVyy',
  'version 1.2.3.4 of the driver, build 10.0.19045.3693',
  '127.0.0.1 and ::1 and 0.0.0.0 are nobody',
  'the password is required and the token is missing',
  'max_tokens=4096&next_page_token=eyJwYWdlIjoyfQ&public_key=abc',
  'order 1234-5678 of 2024-05-06, pages 100-200, 50%40 x',
];

/** `count` texts with one value each, and one hard negative for every tenth. */
export function labelledTexts(count: number, seed = 7): LabelledText[] {
  const random = createRandom(seed);
  const texts: LabelledText[] = [];
  for (let index = 0; index < count; index++) {
    const type = pick(random, Object.keys(VALUES) as PiiType[]);
    const value = VALUES[type](random);
    const carrier = pick(random, CARRIERS);
    const start = carrier.indexOf('{}');
    const text = carrier.replace('{}', () => value);
    texts.push({ text, spans: [{ start, end: start + value.length, type }] });
    if (index % 10 === 0) texts.push({ text: pick(random, HARD_NEGATIVES), spans: [] });
  }
  return texts;
}

export { HARD_NEGATIVES };
