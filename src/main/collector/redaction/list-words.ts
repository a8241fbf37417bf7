import { isLetter } from './code-units.ts';
import { mayEndSecretName } from './secret-name-tests.ts';
import type { FoundInBytes, TextRedactor } from './text-redactor.ts';

const DASH = 45;
/** Texts before one that are looked at with it, and their length together, UTF-16 units. */
const MAX_WORDS = 24;
const MAX_BEFORE = 200;
/** Longest name of an option or a header, and longest text that one is said of, bytes. */
const MAX_NAME = 64;
const MAX_VALUE = 4096;
/** Between the texts of a list where it is written as one. */
const PARTED = '","';

/**
 * The texts of one list, where one may tell what the next one is: `["--password", "x"]`, `["Authorization", "Bearer x"]`.
 * `wasm/redaction/attributes.ts` passes over none that could.
 */
export class ListWords {
  private readonly redactor: TextRedactor;
  private readonly places: [start: number, end: number][] = [];
  /** The last text may be a name. */
  private tells = false;

  constructor(redactor: TextRedactor) {
    this.redactor = redactor;
  }

  /** Like {@link TextRedactor.redactBytes} of the next text. */
  redactBytes(bytes: Buffer, start: number, end: number, key: string): FoundInBytes | undefined {
    const { places } = this;
    const isTold = places.length > 0 && (this.tells || bytes[start] === DASH);
    const before = isTold && end - start <= MAX_VALUE ? this.before(bytes) : '';
    if (places.length === MAX_WORDS) places.shift();
    places.push([start, end]);
    this.tells = mayTell(bytes, start, end);
    if (before === '') return this.redactor.redactBytes(bytes, start, end, key);
    const text = bytes.toString('utf8', start, end);
    const redacted = this.redactor.redactSafely(text, key, false, `${before}${PARTED}`);
    return redacted.hits.length === 0
      ? undefined
      : { ...redacted, isChanged: redacted.text !== text };
  }

  /** The end of the texts before, which may be long: what is not looked at is not decoded. */
  private before(bytes: Buffer): string {
    const words: string[] = [];
    let units = 0;
    for (let index = this.places.length - 1; index >= 0 && units < MAX_BEFORE; index--) {
      const [start, end] = this.places[index]!;
      const word = bytes.toString('utf8', Math.max(start, end - MAX_BEFORE), end);
      words.unshift(word);
      units += word.length + PARTED.length;
    }
    return `"${words.join(PARTED).slice(-MAX_BEFORE)}`;
  }
}

/** What a field is called that holds what another one beside it names. */
const HOLDS_VALUE = /^(?:string_?)?val(?:ue)?$/i;

/**
 * The texts of one map, where one may tell what the next one is: `{name: "Authorization", value: "Bearer x"}`. They are
 * looked at as the fields of JSON are that they would be.
 */
export class MapWords {
  private readonly redactor: TextRedactor;
  /** The last field that may be named so, as it is written in JSON. */
  private named: string;

  /** @param key what the map is the value of */
  constructor(redactor: TextRedactor, key: string) {
    this.redactor = redactor;
    this.named = key === '' ? '' : `"${key}":{`;
  }

  /** Like {@link TextRedactor.redactBytes} of the text under this key. */
  redactBytes(bytes: Buffer, start: number, end: number, key: string): FoundInBytes | undefined {
    if (this.named !== '' && end - start <= MAX_VALUE && HOLDS_VALUE.test(key)) {
      const text = bytes.toString('utf8', start, end);
      const redacted = this.redactor.redactSafely(text, key, false, `${this.named}"${key}":"`);
      if (redacted.hits.length > 0) return { ...redacted, isChanged: redacted.text !== text };
      return undefined;
    }
    if (mayTell(bytes, start, end))
      this.named = `"${key}":"${bytes.toString('utf8', start, end)}",`;
    return this.redactor.redactBytes(bytes, start, end, key);
  }
}

/** An option, or what ends like the name of a secret. */
function mayTell(bytes: Buffer, start: number, end: number): boolean {
  if (bytes[start] === DASH) return true;
  const size = end - start;
  if (size < 3 || size > MAX_NAME || !isLetter(bytes[end - 1]!)) return false;
  const [first, second, third] = bytes.subarray(end - 3, end);
  return mayEndSecretName(size > 3 ? bytes[end - 4]! : 0, first!, second!, third!);
}
