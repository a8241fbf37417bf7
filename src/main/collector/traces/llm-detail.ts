import { randomUUID } from 'node:crypto';
import type { LlmView } from '../../../shared/genai/llm-view.ts';
import { conversationOf } from '../../../shared/genai/messages.ts';
import type { ShortenedText } from '../../../shared/span-detail.ts';
import type { Attribute, AttributeValue, DecodedSpan } from '../../../shared/telemetry.ts';
import { plainValue, weight } from './plain-value.ts';
import { shortenJson, stringAt } from './shorten-json.ts';

/** Longest text sent inside the LLM view, in UTF-16 units. */
const MAX_TEXT = 32 * 1024;
/** Longest text when there are so many that together they would be megabytes. */
const MAX_TEXT_OF_MANY = 2 * 1024;
/** Longest JSON document read for the view, after its texts were shortened. */
const MAX_DOCUMENT = 1024 * 1024;
/** Attribute text from which on single texts are kept to {@link MAX_TEXT_OF_MANY}. */
const MANY = 2 * 1024 * 1024;

export interface LlmDetail {
  readonly view: LlmView | null;
  /** By JSON pointer into `view`. */
  readonly shortened: Readonly<Record<string, ShortenedText>>;
}

/**
 * The LLM view of a span with long texts shortened, in time that does not grow with what they hold.
 *
 * Texts are shortened before any JSON is parsed. Where they end a marker is left, which survives whatever the dialect's
 * reader does with the text, and tells afterwards where the whole text is.
 */
export function llmDetail(span: DecodedSpan): LlmDetail {
  const texts = new TextShortener(limitFor(span));
  const short: DecodedSpan = {
    ...span,
    attributes: texts.shortened(span.attributes, 'attributes'),
    events: span.events.map((event, i) => ({
      ...event,
      attributes: texts.shortened(event.attributes, `events/${i}/attributes`),
    })),
  };
  const view = conversationOf(short);
  if (view === undefined) return { view: null, shortened: {} };
  return texts.any ? texts.resolved(view) : { view, shortened: {} };
}

function limitFor(span: DecodedSpan): number {
  let total = 0;
  const add = (attributes: readonly Attribute[]): void => {
    for (const { value } of attributes) {
      if (value.type === 'string') total += Math.min(value.value.length, MANY / 4);
    }
  };
  add(span.attributes);
  for (const event of span.events) add(event.attributes);
  return total > MANY ? MAX_TEXT_OF_MANY : MAX_TEXT;
}

/** The JSON text of a structure, in which offsets of its strings are told. */
export function jsonOf(value: AttributeValue): string {
  return JSON.stringify(plainValue(value));
}

class TextShortener {
  readonly #maxText: number;
  /** Nobody can have written this into a span. */
  readonly #nonce = randomUUID();
  readonly #texts: ShortenedText[] = [];

  constructor(maxText: number) {
    this.#maxText = maxText;
  }

  get any(): boolean {
    return this.#texts.length > 0;
  }

  /** Attributes with their long texts cut and marked. */
  shortened(attributes: readonly Attribute[], path: string): readonly Attribute[] {
    return attributes.map((attribute, i) => {
      const { key, value } = attribute;
      const text = value.type === 'string' ? value.value : this.#longJson(value);
      if (text.length <= this.#maxText) return attribute;
      return { key, value: { type: 'string', value: this.#shorten(text, `${path}/${i}`) } };
    });
  }

  /** A long structure goes on as its JSON text, which readers take as well; '' for any other value. */
  #longJson(value: AttributeValue): string {
    const isStructure = value.type === 'array' || value.type === 'kvlist';
    return isStructure && weight(value, this.#maxText) > this.#maxText ? jsonOf(value) : '';
  }

  #shorten(text: string, path: string): string {
    const whole = (): string => {
      const cut = text.charCodeAt(this.#maxText - 1) >> 10 === 0x36 ? 1 : 0;
      return text.slice(0, this.#maxText - cut) + this.#mark(text.length, path);
    };
    if (!/^\s*[{["]/.test(text.slice(0, 1000))) return whole();
    const limits = { maxString: this.#maxText, maxTotal: MAX_DOCUMENT };
    const document = shortenJson(text, limits, (offset) => {
      const length = (stringAt(text, offset) ?? '').length;
      return this.#mark(length, `${path}@${offset}`);
    });
    if (!document.cut) return document.text;
    return document.text === '' ? whole() : document.text;
  }

  #mark(length: number, path: string): string {
    this.#texts.push({ length, path });
    return `<${this.#nonce}:${this.#texts.length - 1}>`;
  }

  /** The view with the marks taken out again, and where they were. */
  resolved(view: LlmView): LlmDetail {
    const shortened: Record<string, ShortenedText> = {};
    const pattern = new RegExp(`<${this.#nonce}:(\\d+)>`, 'g');
    const clean = (value: unknown, pointer: string): unknown => {
      if (typeof value === 'string') {
        return value.includes(this.#nonce)
          ? value.replace(pattern, (_mark, index: string) => {
              shortened[pointer] = this.#texts[Number(index)]!;
              return '';
            })
          : value;
      }
      if (Array.isArray(value)) return value.map((item, i) => clean(item, `${pointer}/${i}`));
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [
          key,
          clean(item, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
        ]),
      );
    };
    return { view: clean(view, '') as LlmView, shortened };
  }
}
