import { z } from 'zod';
import { UNATTENDED_MS } from '../../shared/unattended.ts';
import { readStored, writeStored } from '../ui/stored.ts';
import { client } from './client.ts';
import { useConnection } from './connection.ts';
import { ofInstance } from './instance.ts';

const KEY = ofInstance('last-input');
/** Written down at most this often: all tabs share one session, and one that is used keeps it alive, ms. */
const WRITE_MS = 15_000;
/** How often an unattended page looks whether its session has ended, ms. */
const LOOK_MS = 30_000;

let written = 0;

function noteInput(): void {
  const now = Date.now();
  if (now - written < WRITE_MS) return;
  written = now;
  writeStored(KEY, now);
}

/**
 * Notes when the console is used, and while it is not, looks whether its session has ended: a page left alone must
 * not go on showing what it showed, though nothing arrives. For the life of the page.
 */
export function watchAttendance(): void {
  noteInput();
  const kinds = ['pointerdown', 'keydown', 'wheel'] as const;
  for (const kind of kinds) window.addEventListener(kind, noteInput, { passive: true });
  setInterval(() => {
    if (isAttended() || useConnection.getState().phase !== 'ready') return;
    // The link tells the window when there is no session any more; nothing else matters here.
    client.session.me().catch(() => undefined);
  }, LOOK_MS);
}

/** Whether somebody used this page, in any tab, in the last minute. */
export function isAttended(): boolean {
  return Date.now() - readStored(KEY, z.number(), 0) < UNATTENDED_MS + WRITE_MS;
}
