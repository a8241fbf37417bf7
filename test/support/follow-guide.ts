import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createTestFolder } from './open-test-collector.ts';

/** The `sh` blocks of a document under `docs/`, in their order. */
export function readBlocks(document: string): string[] {
  const text = readFileSync(join(import.meta.dirname, '../../docs', document), 'utf8');
  return [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map((match) => match[1]!);
}

/** What one line of `curl` did. */
export interface Followed {
  readonly line: string;
  readonly answer: string;
}

/**
 * Does what blocks of a guide say, one after the other as in one shell. `http://127.0.0.1:4318` becomes the address
 * given; `prj_...` and its like become the newest id or secret of that kind that an answer named.
 *
 * @param folder where the lines are run, and what they write is found
 * @param known ids and secrets to begin with, by their prefix
 * @throws where a line fails or is answered with an error
 */
export async function followGuide(
  blocks: readonly string[],
  url: string,
  known: Readonly<Record<string, string>>,
  folder: string = createTestFolder(),
): Promise<Followed[]> {
  const curlHome = createTestFolder();
  const settings = 'silent\nshow-error\nfail-with-body\nmax-time = 120\n';
  writeFileSync(join(curlHome, '.curlrc'), settings);
  const env = { PATH: process.env['PATH'] ?? '', CURL_HOME: curlHome };
  const seen = new Map(Object.entries(known));
  const done: Followed[] = [];
  let variables = '';
  for (const line of linesOf(blocks.join('\n'))) {
    const text = line
      .replaceAll('http://127.0.0.1:4318', url)
      .replaceAll(/\b([a-z]{3})_\.\.\./g, (mark, prefix: string) => seen.get(prefix) ?? mark);
    if (/^[A-Z]+=/.test(text)) {
      variables += `${text}\n`;
      continue;
    }
    const { stdout } = await run(`${variables}${text}`, env, folder);
    // The first of a kind in an answer is what it is about.
    const named = [...stdout.matchAll(/"(?:id|secret|token)":"([a-z]{3})(_[\w-]+)"/g)];
    for (const [, prefix, rest] of named.toReversed()) seen.set(prefix!, `${prefix}${rest}`);
    done.push({ line, answer: stdout });
  }
  return done;
}

/** Lines of a script, those joined that end in a backslash; comment lines and empty ones left out. */
function linesOf(script: string): string[] {
  return script
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));
}

async function run(
  script: string,
  env: Record<string, string>,
  cwd: string,
): Promise<{ stdout: string }> {
  try {
    return await promisify(execFile)('sh', ['-ec', script], { env, cwd });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${script}\n${stdout}\n${stderr}`, { cause: error });
  }
}
