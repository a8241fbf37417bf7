import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from 'assemblyscript/asc';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');
const SOURCES = join(ROOT, 'wasm/redaction');
const BINARY = join(ROOT, 'src/main/collector/redaction/filter-binary.ts');
const OPTIONS = '--runtime stub --enable simd -O3 --noAssert --use abort= --outFile binary'.split(
  ' ',
);

/** The WebAssembly that the sources compile to. */
async function compile(): Promise<Uint8Array> {
  let binary: Uint8Array | undefined;
  const { error, stderr } = await main(['index.ts', ...OPTIONS], {
    readFile: (name) =>
      readdirSync(SOURCES).includes(name) ? readFileSync(join(SOURCES, name), 'utf8') : null,
    writeFile: (_name, contents) => {
      if (contents instanceof Uint8Array) binary = contents;
    },
    listFiles: () => [],
  });
  if (error !== null || binary === undefined) throw new Error(stderr.toString());
  return binary;
}

it('the binary is what the sources compile to (UPDATE_FILTER=1 writes it anew)', async () => {
  const base64 = Buffer.from(await compile()).toString('base64');
  const text = `/** What \`wasm/redaction\` compiles to, in base64; written by \`test/collector/redaction/filter-binary.test.ts\`. */
export const FILTER_BINARY =
  '${base64}';
`;
  if (process.env['UPDATE_FILTER'] === '1') writeFileSync(BINARY, text);
  expect(readFileSync(BINARY, 'utf8') === text).toBe(true);
});
