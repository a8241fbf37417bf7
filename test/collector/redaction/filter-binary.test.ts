import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from 'assemblyscript/asc';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');
const OPTIONS =
  '--runtime stub --enable simd --enable relaxed-simd -O3 --noAssert --use abort= --outFile binary'.split(
    ' ',
  );

/** Folders in `wasm`, where what they compile to is, and the name of the constant there. */
const MODULES = [
  ['redaction', 'src/main/collector/redaction/filter-binary.ts', 'FILTER_BINARY'],
  ['spans', 'src/main/collector/otlp/span-scan-binary.ts', 'SPAN_SCAN_BINARY'],
] as const;

/** The WebAssembly that the sources compile to. */
async function compile(sources: string): Promise<Uint8Array> {
  let binary: Uint8Array | undefined;
  const { error, stderr } = await main(['index.ts', ...OPTIONS], {
    readFile: (name) =>
      readdirSync(sources).includes(name) ? readFileSync(join(sources, name), 'utf8') : null,
    writeFile: (_name, contents) => {
      if (contents instanceof Uint8Array) binary = contents;
    },
    listFiles: () => [],
  });
  if (error !== null || binary === undefined) throw new Error(stderr.toString());
  return binary;
}

it.each(MODULES)(
  'the binary of %s is what the sources compile to (UPDATE_FILTER=1 writes it anew)',
  async (folder, file, name) => {
    const path = join(ROOT, file);
    const base64 = Buffer.from(await compile(join(ROOT, 'wasm', folder))).toString('base64');
    const text = `/** What \`wasm/${folder}\` compiles to, in base64; written by \`test/collector/redaction/filter-binary.test.ts\`. */
export const ${name} =
  '${base64}';
`;
    if (process.env['UPDATE_FILTER'] === '1') writeFileSync(path, text);
    expect(readFileSync(path, 'utf8') === text).toBe(true);
  },
);
