import { createHash } from 'node:crypto';
import { createReadStream, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { run } from './run.ts';

/** An npm package pinned by name, exact version and content. */
export interface PinnedPackage {
  readonly spec: string;
  /** Subresource integrity of the tarball: `sha512-` and base64. */
  readonly integrity: string;
}

/**
 * Unpacks a pinned package's tarball into `target`, through the user's own npm configuration.
 *
 * Not an entry of package.json because it is hundreds of megabytes that most users never need.
 * @param members tar members to unpack; all of them when empty
 * @throws Error when npm cannot fetch it, or when the content is not the pinned one
 */
export async function unpackPackage(
  { spec, integrity }: PinnedPackage,
  target: string,
  members: readonly string[] = [],
): Promise<void> {
  const scratch = mkdtempSync(join(target, 'download-'));
  try {
    await run(...npmCommand('pack', spec, '--silent', '--pack-destination', scratch));
    const name = readdirSync(scratch).find((file) => file.endsWith('.tgz'));
    if (name === undefined) throw new Error(`npm pack ${spec} made no tarball.`);
    const tarball = join(scratch, name);
    const found = await integrityOf(tarball);
    if (found !== integrity) {
      throw new Error(`${spec} is not the pinned content: expected ${integrity}, got ${found}.`);
    }
    await run('tar', ['-xzf', tarball, '-C', target, ...members]);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function integrityOf(file: string): Promise<string> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return `sha512-${hash.digest('base64')}`;
}

function npmCommand(...args: readonly string[]): [string, string[]] {
  const cli = process.env['npm_execpath'];
  // The npm that runs this script, when one does: it has the user's settings and the right version.
  return cli !== undefined && cli.endsWith('.js')
    ? [process.execPath, [cli, ...args]]
    : ['npm', [...args]];
}
