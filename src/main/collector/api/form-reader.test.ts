import { describe, expect, it } from 'vitest';
import { FormReader } from './form-reader.ts';

const TYPE = 'multipart/form-data; boundary=edge';

function readForm(bytes: Uint8Array, type = TYPE, pieceBytes = bytes.length): FormData {
  const whole = Buffer.from(bytes);
  const reader = new FormReader(type);
  for (let at = 0; at < whole.length; at += pieceBytes) {
    reader.add(whole.subarray(at, at + pieceBytes));
  }
  return reader.end();
}

const part = (head: string, content: string) => `--edge\r\n${head}\r\n\r\n${content}\r\n`;
const field = (name: string, content: string) =>
  part(`Content-Disposition: form-data; name="${name}"`, content);

describe('forms that come in pieces', () => {
  it('are what a client wrote, wherever they are cut', async () => {
    const form = new FormData();
    form.append('data', '{"json":{"offset":0},"note":"ünï"}');
    form.append('empty', '');
    const content = Buffer.from('\r\n--edge\r\n\r\n--\r\n-\0\xff', 'latin1');
    form.append('quo"te', new File([content], 'a "b".jsonl', { type: 'text/plain' }));
    form.append('0', new Blob([]));
    const sent = new Response(form);
    const type = sent.headers.get('content-type')!;
    const bytes = await sent.bytes();
    for (const pieceBytes of [1, 2, 7, 64, bytes.length]) {
      const read = readForm(bytes, type, pieceBytes);
      expect([...read.keys()]).toEqual(['data', 'empty', 'quo"te', '0']);
      expect(read.get('data')).toBe('{"json":{"offset":0},"note":"ünï"}');
      expect(read.get('empty')).toBe('');
      const file = read.get('quo"te') as File;
      expect([file.name, file.type]).toEqual(['a "b".jsonl', 'text/plain']);
      expect(Buffer.from(await file.arrayBuffer()).equals(content)).toBe(true);
      expect((read.get('0') as File).size).toBe(0);
    }
  });

  it('may have words before the first boundary, after the last one and behind one', () => {
    const text = `hello\r\n--edge \r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--edge--\r\nbye`;
    expect([...readForm(Buffer.from(text))]).toEqual([['a', '1']]);
  });

  it.each([
    ['too many fields', field('a', '').repeat(65), 'too_large'],
    ['too much text', field('a', 'x'.repeat(40_000)) + field('b', 'x'.repeat(40_000)), 'too_large'],
    ['a long head', part(`X: ${'x'.repeat(5000)}`, ''), 'too_large'],
    ['a head that never ends', `--edge\r\nX: ${'x'.repeat(5000)}`, 'too_large'],
    ['no name', part('Content-Type: text/plain', ''), 'invalid'],
    ['another word behind a boundary', `--edgeless\r\n\r\n`, 'invalid'],
    ['an early end', field('a', '1'), 'invalid'],
    ['no form at all', 'x'.repeat(5000), 'invalid'],
  ])('are refused for %s', (_what, text, code) => {
    for (const pieceBytes of [1, 1000, text.length]) {
      expect(() => readForm(Buffer.from(text), TYPE, pieceBytes)).toThrow(
        expect.objectContaining({ code }),
      );
    }
  });

  it('name their boundary', () => {
    for (const type of ['multipart/form-data', `multipart/form-data; boundary=${'b'.repeat(71)}`]) {
      expect(() => new FormReader(type)).toThrow(/boundary/);
    }
  });
});
