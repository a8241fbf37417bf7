import { ipcMain, type IpcMainEvent, type IpcMainInvokeEvent, type WebContents } from 'electron';
import type { z } from 'zod';
import type { DESKTOP_CHANNELS } from '../../shared/desktop-channels.ts';
import type { Log } from '../collector/log.ts';
import { APP_ORIGIN } from './app-scheme.ts';
import { originOf } from './security.ts';

type Channel = (typeof DESKTOP_CHANNELS)[keyof typeof DESKTOP_CHANNELS];

/** The only way to hear from a page: refuses every sender but our own main frame, and parses what it sends. */
export class Ipc {
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  /** A message without an answer. One from elsewhere or of another shape is logged and dropped. */
  on<Input>(
    channel: Channel,
    schema: z.ZodType<Input>,
    run: (input: Input, sender: WebContents) => void,
  ): void {
    ipcMain.on(channel, (event, input: unknown) => {
      const parsed = isTrusted(event) ? schema.safeParse(input) : undefined;
      if (parsed?.success) run(parsed.data, event.sender);
      else this.#log.warn('ipc.refused', { channel, trusted: parsed !== undefined });
    });
  }

  /** A message with an answer. One from elsewhere or of another shape is refused with an error. */
  handle<Input, Output>(
    channel: Channel,
    schema: z.ZodType<Input>,
    run: (input: Input, sender: WebContents) => Promise<Output>,
  ): void {
    ipcMain.handle(channel, async (event, input: unknown) => {
      const parsed = isTrusted(event) ? schema.safeParse(input) : undefined;
      if (parsed?.success) return run(parsed.data, event.sender);
      this.#log.warn('ipc.refused', { channel, trusted: parsed !== undefined });
      throw new Error(`${channel} refused: ${parsed === undefined ? 'sender' : 'input'}.`);
    });
  }
}

// The frame is null once it has navigated away or is gone.
function isTrusted({ senderFrame }: IpcMainEvent | IpcMainInvokeEvent): boolean {
  return (
    senderFrame !== null &&
    senderFrame.parent === null &&
    senderFrame.origin === APP_ORIGIN &&
    originOf(senderFrame.url) === APP_ORIGIN
  );
}
