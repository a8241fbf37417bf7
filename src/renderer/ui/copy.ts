import { messageOf } from '../client/call-error.ts';
import { showToast } from './toast.tsx';

/**
 * Puts text into the clipboard.
 *
 * A page that came over plain HTTP from another machine is given no clipboard by the browser: there the text is handed
 * to a copy as Ctrl+C makes one.
 *
 * @throws Error when the browser refuses
 */
export async function copyText(text: string): Promise<void> {
  if (window.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const give = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    // A dialog or the screen might copy what is selected in it.
    event.stopImmediatePropagation();
  };
  document.addEventListener('copy', give, { capture: true });
  try {
    if (!document.execCommand('copy')) throw new Error('The browser does not let this page copy.');
  } finally {
    document.removeEventListener('copy', give, { capture: true });
  }
}

/** Copies where no button stands that could say so itself: from a menu or by a key. `done` is said when it worked. */
export function copyAndTell(text: string, done: string): void {
  copyText(text).then(
    () => showToast({ title: done, look: 'ok' }),
    (error: unknown) =>
      showToast({ title: 'Not copied', description: messageOf(error), look: 'error' }),
  );
}
