import { expect } from '@playwright/test';
import { test } from './app.ts';

test('the page has no Node and only the API it was given', async ({ app }) => {
  const globals = await app.page.evaluate(() => ({
    node: ['require', 'process', 'module', 'Buffer', 'global'].filter((name) => name in window),
    api: Object.keys(window.spanward ?? {}).toSorted(),
    origin: window.origin,
  }));
  expect(globals.node).toEqual([]);
  expect(globals.origin).toBe('app://local');
  expect(globals.api).toEqual([
    'acquirePort',
    'beginBackup',
    'beginSave',
    'cancelRestore',
    'discardBackup',
    'discardSave',
    'finishBackup',
    'finishSave',
    'initialTheme',
    'instances',
    'onBackupProgress',
    'onCollectorState',
    'onCommand',
    'onOpened',
    'pickBackup',
    'pickFiles',
    'platform',
    'readOpened',
    'restartCollector',
    'restoreBackup',
    'setMenuCommands',
    'setTheme',
    'takeOpened',
    'version',
    'writeBackup',
    'writeSave',
  ]);
});

test('sandbox and context isolation are on, Node integration and webview are off', async ({
  app,
}) => {
  const preferences = await app.electron.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    // Not in Electron's types, yet the only way to read what a window really runs with.
    const contents = window!.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>;
    };
    return contents.getLastWebPreferences();
  });
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
    webSecurity: true,
  });
  expect(preferences['nodeIntegrationInSubFrames']).toBeFalsy();
  expect(preferences['allowRunningInsecureContent']).toBeFalsy();
});

test('the page cannot navigate away, nor open a window', async ({ app }) => {
  const { page, electron } = app;
  const before = page.url();
  await page.evaluate(() => {
    window.location.href = 'https://example.com/';
  });
  await page.evaluate(() => {
    window.location.href = 'app://local/icon.svg';
  });
  expect(await page.evaluate(() => window.open('https://example.com/'))).toBeNull();
  const click = () =>
    page.evaluate(() => {
      const link = document.createElement('a');
      link.href = 'https://example.com/';
      link.target = '_blank';
      document.body.append(link);
      link.click();
      link.remove();
    });
  await click();
  expect(page.url()).toBe(before);
  expect(electron.windows()).toHaveLength(1);
});

test('permissions are denied but for copying', async ({ app }) => {
  const answers = await app.page.evaluate(async () => {
    const names = [
      'geolocation',
      'notifications',
      'camera',
      'microphone',
      'clipboard-read',
    ] as const;
    const states = await Promise.all(
      names.map((name) => navigator.permissions.query({ name: name as PermissionName })),
    );
    const media = await navigator.mediaDevices
      .getUserMedia({ video: true })
      .then(() => 'granted')
      .catch((error: unknown) => (error as DOMException).name);
    return { states: states.map(({ state }) => state), media };
  });
  expect(answers.states).toEqual(['denied', 'denied', 'denied', 'denied', 'denied']);
  expect(answers.media).not.toBe('granted');
});

test('the content security policy stops foreign scripts, styles, frames and connections', async ({
  app,
}) => {
  const blocked = await app.page.evaluate(async () => {
    const violations: string[] = [];
    const reported = new Promise<void>((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => {
        violations.push(event.effectiveDirective);
        const all = ['script-src-elem', 'img-src', 'connect-src'];
        if (all.every((directive) => violations.includes(directive))) resolve();
      });
    });
    const script = document.createElement('script');
    script.textContent = 'window.injected = true';
    const frame = document.createElement('iframe');
    frame.src = 'https://example.com/';
    const image = document.createElement('img');
    image.src = 'https://example.com/x.png';
    document.body.append(script, frame, image);
    await fetch('https://example.com/').catch(() => {});
    // In a task of its own: what Playwright evaluates directly is exempt from the policy.
    const evaluated = await new Promise<boolean>((resolve) => {
      setTimeout(() => {
        try {
          // oxlint-disable-next-line no-eval -- that it fails is what this test is about
          (0, eval)('1');
          resolve(true);
        } catch {
          resolve(false);
        }
      });
    });
    await reported;
    return { violations, evaluated, injected: 'injected' in window };
  });
  expect(blocked.injected).toBe(false);
  expect(blocked.evaluated).toBe(false);
  expect(blocked.violations).toEqual(
    expect.arrayContaining(['script-src-elem', 'img-src', 'connect-src']),
  );
  const frames = app.page.frames().map((frame) => frame.url());
  expect(frames.filter((url) => url.startsWith('http'))).toEqual([]);
});

test('messages from a page of another origin are refused', async ({ app }) => {
  const refused = await app.electron.evaluate(async ({ app, BrowserWindow }) => {
    const foreign = new BrowserWindow({
      show: false,
      webPreferences: {
        preload: `${app.getAppPath()}/out/preload/preload.cjs`,
        additionalArguments: ['--spanward-start=%7B%7D'],
        sandbox: true,
      },
    });
    await foreign.loadURL('data:text/html,<title>foreign</title>');
    // What our own page waits for before it speaks.
    foreign.webContents.send('collector:state', { kind: 'starting' });
    const result: unknown = await foreign.webContents.executeJavaScript(
      `new Promise((resolve) => {
        const heard = [];
        window.addEventListener('message', () => heard.push('port'));
        window.spanward.acquirePort('stolen');
        window.spanward.pickFiles().then(
          () => resolve('opened'),
          (error) => resolve([String(error.message), ...heard]),
        );
      })`,
    );
    foreign.destroy();
    return result;
  });
  expect(refused).toEqual([expect.stringContaining('files:pick refused: sender')]);
});

test('messages of another shape are refused', async ({ app }) => {
  const message = await app.page.evaluate(() =>
    window.spanward!.beginSave(7 as unknown as string).then(
      () => 'saved',
      (error: unknown) => (error as Error).message,
    ),
  );
  expect(message).toContain('files:begin-save refused: input');
});
