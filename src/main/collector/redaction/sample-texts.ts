/**
 * Made-up texts like those in spans of agents and servers: prose, JSON, JSON in JSON, headers, commands, logs, short
 * names, some in other scripts, some with something to be found in them.
 *
 * They are what the scanner is run on before there is data, so that its code is compiled when the first comes. Nothing of
 * them is kept.
 */
export function sampleTexts(seed: number): readonly string[] {
  const values = new SampleValues(seed);
  return TEMPLATES.map((template) =>
    template.replaceAll(/\{(\w+)\}/g, (_all, name: string) => MAKE[name]!(values)),
  );
}

/** Values of made-up people and programs; the same for the same seed. */
class SampleValues {
  private state: number;

  constructor(seed: number) {
    this.state = (seed * 2 + 1) >>> 0;
  }

  /** A whole number below `limit`. */
  below(limit: number): number {
    this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.state / 0x1_0000_0000) * limit);
  }

  of(characters: string, length: number): string {
    let text = '';
    while (text.length < length) text += characters[this.below(characters.length)];
    return text;
  }

  pick(list: readonly string[]): string {
    return list[this.below(list.length)]!;
  }
}

const DIGITS = '0123456789';
const HEX = '0123456789abcdef';
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const ALL = `${LETTERS}${LETTERS.toUpperCase()}${DIGITS}`;
const WORDS =
  'the a of to and in is that for it was on with as order customer answer please check model request weather session because result from list between function value error token number account first again report under'.split(
    ' ',
  );
const NAMES = ['ada', 'grace', 'alan', 'edsger', 'barbara'];

const words = (values: SampleValues, count: number): string =>
  Array.from({ length: count }, () => values.pick(WORDS)).join(' ');

/** The last digit by which the number is one of a card (ISO/IEC 7812-1, annex B). */
function card(values: SampleValues): string {
  const digits = `4${values.of(DIGITS, 14)}`;
  let sum = 0;
  for (const [index, digit] of [...digits].entries()) {
    const weighted = Number(digit) * (index % 2 === 0 ? 2 : 1);
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return digits + ((10 - (sum % 10)) % 10);
}

/** The values in {@link TEMPLATES}, by their names there. */
const MAKE: Readonly<Record<string, (values: SampleValues) => string>> = {
  words: (values) => words(values, 6 + values.below(6)),
  prose: (values) =>
    Array.from({ length: 5 }, () => `${words(values, 8 + values.below(8))}. `).join(''),
  word: (values) => values.pick(WORDS),
  n: (values) => String(values.below(1000)),
  id: (values) => values.of(DIGITS, 6),
  long: (values) => `1${values.of(DIGITS, 9 + values.below(6))}`,
  decimal: (values) => `${values.below(100)}.${values.of(DIGITS, 4)}`,
  version: (values) => `${values.below(20)}.${values.below(20)}.${values.below(20)}`,
  hex: (values) => values.of(HEX, 32),
  uuid: (values) => [8, 4, 4, 4, 12].map((size) => values.of(HEX, size)).join('-'),
  time: (values) =>
    `2026-0${1 + values.below(9)}-1${values.below(10)}T1${values.below(10)}:2${values.below(10)}:3${values.below(10)}.${values.of(DIGITS, 3)}Z`,
  vector: (values) => Array.from({ length: 24 }, () => `-0.0${values.of(DIGITS, 7)}`).join(', '),
  mail: (values) => `${values.pick(NAMES)}.${values.of(LETTERS, 5)}@${values.of(LETTERS, 7)}.com`,
  ip: (values) => `203.0.${values.below(256)}.${values.below(256)}`,
  ip6: (values) => `2001:db8:${values.of(HEX, 4)}::${values.of(HEX, 3)}`,
  phone: (values) => `212-478-${values.of(DIGITS, 4)}`,
  far: (values) => `+49 30 9018${values.of(DIGITS, 4)}`,
  ssn: (values) => `${212 + values.below(400)}-4${values.below(10)}-3${values.of(DIGITS, 3)}`,
  card: (values) => card(values).replaceAll(/(\d{4})(?=\d)/g, '$1 '),
  iban: (values) => `DE${values.of(DIGITS, 2)} 3704 0044 0532 ${values.of(DIGITS, 4)} 00`,
  token: (values) => `ghp_${values.of(ALL, 36)}`,
  secret: (values) => `${values.of(LETTERS, 6)}${values.of(ALL, 20)}7`,
  jwt: (values) => `eyJhbGciOiJIUzI1NiJ9.eyJ${values.of(ALL, 60)}.${values.of(ALL, 43)}`,
};

const MESSAGE = '[{"role":"user","parts":[{"type":"text","content":"{prose}"}]}]';
const ROWS =
  '[{"id":{id},"sku":"SKU-{n}","price":{decimal},"at":"{time}"},{"id":{id},"key":"{uuid}","count":{n}}]';

const TEMPLATES: readonly string[] = [
  MESSAGE,
  MESSAGE.replace(
    '{prose}',
    '{prose}\\n\\n1. {words}\\n2. {words} \\"{word}\\": {n}\\n\\u2022 {prose}',
  ),
  MESSAGE.replace('{prose}', '{words} {mail}, {words} {ip}. Call me at {phone}. {prose}'),
  MESSAGE.replace('{prose}', 'My SSN is {ssn}, card {card}, IBAN {iban}, {words} {far}'),
  `${MESSAGE.replace('{prose}', '{prose}')} {prose}`,
  ROWS,
  `{"rows":${ROWS},"total":{long}}`,
  JSON.stringify({ arguments: ROWS, id: '{uuid}', call_id: 'call_{hex}' }),
  JSON.stringify({ output: JSON.stringify({ inner: ROWS, path: 'C:\\temp\\{word}' }) }),
  '{"object":"chat.completion","created":{long},"model":"gpt-4o-2024-08-06","usage":{"prompt_tokens":{n},"total_tokens":{n}},"choices":[{"index":0,"logprobs":null,"finish_reason":"stop"}]}',
  '{"embedding":[{vector}],"index":{n}}',
  'data: {"id":"msg_{hex}","sequence_number":{n},"delta":"{word}","created_at":{decimal}}',
  'Authorization: Bearer {secret}\r\nx-request-id: {uuid}\r\nCookie: sid={hex}; theme=dark\r\nx-api-key: {secret}',
  'curl -sS -u {word}:{secret} https://{word}:{secret}@{word}.example.com/v{n}/items?page={n}&api_key={secret}',
  'DB_HOST={ip}\nDB_PASSWORD={secret}\nexport TOKEN="{token}"\npassword: {secret}\nport = {n}',
  'https://api.example.com/v1/{word}/{id}/{uuid}?limit={n}&cursor={hex}#{word}',
  'https://{word}.example.com/search?q=%22{word}%22%20{word}&mail={word}%40example.com',
  '2026-11-21 10:20:30,{n} INFO  [worker-{n}] {word}.Service - {words} took {decimal} ms from {ip}:{n} ({ip6})',
  'Nov 21 10:20:30 host-{n} kernel: [{decimal}] {words} {long} ({version})',
  'Traceback (most recent call last):\n  File "/app/src/{word}/main.py", line {n}, in {word}\n    {word}({word}={n})\nValueError: {words}',
  '    at {word}.{word} (file:///srv/app/{word}.js:{n}:{n})\n    at process.processTicksAndRejections (node:internal/process/task_queues:{n}:{n})',
  "SELECT {word}, count(*) FROM orders o JOIN items i ON i.id = o.id WHERE o.id IN ({id}, {id}) AND created_at > '{time}' LIMIT {n}",
  'const {word} = async ({word}, key) => { if ({word}.token === key) return {word}["{word}"] ?? `{word}-${{word}}`; };',
  '# {words}\n\n- **{words}**: {prose}\n- `{word}_{word}`: {words} (see section {version})\n\n| {word} | {n} |\n| --- | ---: |\n| {word} | {decimal} |',
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{n}.0.0.0 Safari/537.36',
  '{jwt}',
  'login as {mail} with token {token} or {jwt}; reset code {id}, phone {phone}',
  'Привет, {word}! {words} – пишите на {mail}, телефон {far}. {prose}',
  '请联系 {mail} 谢谢，电话号码 {far}。{words} “{word}” … {n}',
  'It’s {words} — “{words}” café {decimal} €, {ip}',
  '<order id="{id}"><name>{words}</name><password>{secret}</password><at>{time}</at></order>',
  'name,email,phone,ssn\n{word},{mail},{phone},{ssn}\n{word},{mail},{phone},{ssn}',
  'GET',
  '200',
  '{n}',
  '{word}',
  '{uuid}',
  '{hex}',
  '{ip}',
  '{mail}',
  '{time}',
  '{version}',
  '{decimal}',
  'gpt-4o-{id}',
  '/v1/{word}/{id}',
  'application/json; charset=utf-8',
  'max-age={long}; includeSubDomains',
  'Wed, 04 Sep 2024 11:01:02 GMT',
  '    "{word}": {n},',
  '    "{word}_id": "{uuid}",',
  'req_{hex}',
  '{word}-{word}-{n}',
  '{words}',
  'key={word} value={n} id={id}',
];
