import { head } from '../collector/ingest/requests.ts';
import type { Random } from './malformed-random.ts';

const HEADERS = [
  'Content-Type: application/x-protobuf',
  'Content-Type: application/json; charset=\xff',
  'Content-Type:',
  'Content-Length: 10',
  'Content-Length: -1',
  'Content-Length: 1e3',
  'Content-Length: 99999999999999999999',
  'Content-Length: 0x10',
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: chunked, chunked',
  'Transfer-Encoding: gzip, chunked',
  'Transfer-Encoding : chunked',
  'Content-Encoding: gzip, gzip',
  'Content-Encoding: \x00',
  'Expect: 100-continue',
  'Expect: the unexpected',
  'Connection: upgrade',
  'Connection: close, keep-alive',
  'Upgrade: h2c',
  'Authorization: Basic \xff\xfe',
  'Authorization: Basic Og==',
  'Authorization: Bearer',
  'Authorization: Digest x',
  'X-Api-Key: ',
  'X-Secret-Key: only half',
  'Origin: null',
  'Origin: ',
  'Host: evil.example',
  'Host: ',
  'Content-Length : 5',
  'no colon at all',
  '\tfolded',
  'X-Null: a\0b',
  `X-Long: ${'y'.repeat(9000)}`,
] as const;

const LINES = [
  'POST /v1/traces HTTP/1.1',
  'POST /v1/traces HTTP/9.9',
  'POST /v1/traces',
  'POST  /v1/traces  HTTP/1.1',
  'post /v1/traces HTTP/1.1',
  'POST /v1/tra\x00ces HTTP/1.1',
  'POST /v1/%zz HTTP/1.1',
  'POST /%2e%2e/%2e%2e/etc/passwd HTTP/1.1',
  'POST http://127.0.0.1/v1/traces HTTP/1.1',
  'POST ://// HTTP/1.1',
  'CONNECT 127.0.0.1:80 HTTP/1.1',
  'OPTIONS * HTTP/1.1',
  'TRACE /v1/traces HTTP/1.1',
  'GET / HTTP/1.0',
  'BREW /coffee HTTP/1.1',
] as const;

/** The head of a request that is wrong in one way or several. */
export function malformedHead(random: Random): { text: string; how: string } {
  const lines = Array.from({ length: random.below(5) }, () => random.pick(HEADERS));
  let text = head('/v1/traces', ...lines);
  const line = random.pick(LINES);
  if (random.below(3) === 0) text = text.replace('POST /v1/traces HTTP/1.1', () => line);
  if (random.below(4) === 0) {
    const at = random.below(text.length);
    text =
      text.slice(0, at) + String.fromCharCode(random.below(256)) + text.slice(at + random.below(3));
  }
  if (random.below(6) === 0) text = text.slice(0, random.below(text.length));
  return { text, how: JSON.stringify(text.slice(0, 400)) };
}
