import { AppError } from '../../../shared/errors.ts';
import { BlobParts } from '../blob-parts.ts';

/** Parts of a form; no call has so many fields. */
const MAX_PARTS = 64;
/** Headers of one part, bytes. */
const MAX_HEAD = 4096;
/** Text of all fields that are no files, bytes: `/rpc` says in one what a call is about. */
const MAX_TEXT = 64 * 1024;
/** A boundary as RFC 2046, 5.1.1 has it; characters. */
const MAX_BOUNDARY = 70;

const CRLF = Buffer.from('\r\n');
const HEAD_END = Buffer.from('\r\n\r\n');
const LAST = 0x2d;
const PARAMETER = /;\s*([a-z]+)=(?:"([^"]*)"|([^;\s"]*))/gi;
const ESCAPES: Readonly<Record<string, string>> = { '%22': '"', '%0D': '\r', '%0A': '\n' };

type Bytes = Buffer<ArrayBuffer>;

interface Part {
  readonly name: string;
  /** Of a file. */
  readonly filename: string | undefined;
  readonly type: string;
  readonly content: BlobParts;
  readonly text: Bytes[];
}

type State = 'before' | 'after-boundary' | 'head' | 'content' | 'end';

/**
 * Reads `multipart/form-data` (RFC 7578) while it comes in. A form of a million empty fields costs no more than one
 * that is refused after the first few, and a large file is put together without holding up this thread.
 *
 * Its methods throw AppError: `too_large` for more than any call takes, `invalid` for what is no form.
 */
export class FormReader {
  readonly #form = new FormData();
  readonly #delimiter: Buffer;
  #state: State = 'before';
  /** What came and was not looked at yet; the first boundary is at the start of a line as well. */
  #rest: Bytes = CRLF;
  #part: Part | undefined;
  #parts = 0;
  #textBytes = 0;

  /** @param contentType header of the request */
  constructor(contentType: string) {
    const parameters = parametersOf(contentType);
    const boundary = parameters.get('boundary') ?? '';
    if (boundary === '' || boundary.length > MAX_BOUNDARY) {
      throw new AppError('invalid', 'The content type of the form names no boundary.');
    }
    this.#delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1');
  }

  add(bytes: Bytes): void {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    while (this.#step());
  }

  /** The form, when everything has come. */
  end(): FormData {
    if (this.#state !== 'end') throw broken();
    return this.#form;
  }

  /** Goes on to the next state; false where more must come first. */
  #step(): boolean {
    switch (this.#state) {
      case 'before':
      case 'content':
        return this.#takeContent();
      case 'after-boundary':
        return this.#takeBoundaryEnd();
      case 'head':
        return this.#takeHead();
      case 'end':
        // Whatever follows the last boundary is nobody's.
        this.#rest = Buffer.alloc(0);
        return false;
    }
  }

  #takeContent(): boolean {
    const at = this.#rest.indexOf(this.#delimiter);
    // The end of what is there may be the start of a boundary.
    const end = at >= 0 ? at : Math.max(0, this.#rest.length - this.#delimiter.length + 1);
    if (this.#part !== undefined) this.#keep(this.#part, this.#rest.subarray(0, end));
    this.#rest = this.#rest.subarray(at >= 0 ? end + this.#delimiter.length : end);
    if (at < 0) return false;
    this.#finishPart();
    this.#state = 'after-boundary';
    return true;
  }

  #takeBoundaryEnd(): boolean {
    if (this.#rest.length < 2) return false;
    if (this.#rest[0] === LAST && this.#rest[1] === LAST) {
      this.#state = 'end';
      return true;
    }
    // The line end stays: a part without headers has an empty line at once.
    const at = this.#rest.indexOf(CRLF);
    if (at < 0 && this.#rest.length <= MAX_HEAD) return false;
    if (at < 0 || this.#rest.toString('latin1', 0, at).trim() !== '') throw broken();
    this.#rest = this.#rest.subarray(at);
    this.#state = 'head';
    return true;
  }

  #takeHead(): boolean {
    const at = this.#rest.indexOf(HEAD_END);
    if (at > MAX_HEAD || (at < 0 && this.#rest.length > MAX_HEAD)) throw tooLarge();
    if (at < 0) return false;
    if (++this.#parts > MAX_PARTS) throw tooLarge();
    this.#part = readHead(this.#rest.toString('utf8', 0, at));
    this.#rest = this.#rest.subarray(at + HEAD_END.length);
    this.#state = 'content';
    return true;
  }

  #keep(part: Part, bytes: Bytes): void {
    if (part.filename !== undefined) {
      part.content.add(bytes);
      return;
    }
    this.#textBytes += bytes.length;
    if (this.#textBytes > MAX_TEXT) throw tooLarge();
    part.text.push(bytes);
  }

  #finishPart(): void {
    const part = this.#part;
    this.#part = undefined;
    if (part === undefined) return;
    const { name, filename, type, content, text } = part;
    if (filename === undefined) this.#form.append(name, Buffer.concat(text).toString('utf8'));
    else this.#form.append(name, new File([content.blob()], filename, { type }));
  }
}

function readHead(text: string): Part {
  const headers = new Map<string, string>();
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1));
  }
  const disposition = headers.get('content-disposition') ?? '';
  const parameters = parametersOf(disposition);
  const name = parameters.get('name');
  if (name === undefined || !/^\s*form-data\b/i.test(disposition)) throw broken();
  return {
    name,
    filename: parameters.get('filename'),
    type: headers.get('content-type')?.trim() ?? '',
    content: new BlobParts(),
    text: [],
  };
}

/** By their names in lower case; quotes and line ends in them are written as percent signs (HTML, multipart/form-data). */
function parametersOf(header: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name, quoted, plain = ''] of header.matchAll(PARAMETER)) {
    const value = quoted ?? plain;
    found.set(
      name!.toLowerCase(),
      value.replaceAll(/%(?:22|0D|0A)/g, (escape) => ESCAPES[escape]!),
    );
  }
  return found;
}

function tooLarge(): AppError {
  return new AppError('too_large', 'The form has more fields, or longer ones, than any call.');
}

function broken(): AppError {
  return new AppError('invalid', 'The body is no form: multipart/form-data that ends early.');
}
