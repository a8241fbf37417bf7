import { allCommands, isAvailable, type Command } from './commands.ts';

/** How long after the first key of a sequence (`g t`) the second one counts, ms. */
const SEQUENCE_MS = 1_000;

const isMac = navigator.userAgent.includes('Mac');

/** The key event in the notation of {@link Command.keys}, lower case; '' for a lone modifier. */
export function chordOf(event: KeyboardEvent): string {
  if (['Control', 'Shift', 'Alt', 'Meta'].includes(event.key)) return '';
  const key = event.key.toLowerCase();
  const parts: string[] = [];
  if (isMac ? event.metaKey : event.ctrlKey) parts.push('mod');
  if (event.altKey) parts.push('alt');
  // `?` is Shift+/ on many keyboards and something else on others: the character says enough.
  const isCharacter = key.length === 1 && key.toUpperCase() === key;
  if (event.shiftKey && !isCharacter) parts.push('shift');
  return [...parts, key].join('+');
}

/** Places that take keys themselves. */
const TYPING = 'input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]';
const OPEN_POPUP = '[role=dialog], [role=alertdialog], [role=menu], [role=listbox]';

function isTaken(event: KeyboardEvent, chord: string): boolean {
  const target = event.target instanceof Element ? event.target : null;
  if (!target || chord.startsWith('mod+')) return false;
  if (target.closest(OPEN_POPUP)) return true;
  if (target.matches(TYPING)) return true;
  // Space and Enter belong to the control that has the focus.
  return (chord === ' ' || chord === 'enter') && target.closest('button, a, [role=tab]') !== null;
}

function find(commands: readonly Command[], keys: string): Command | undefined {
  // The part of the screen that was mounted last comes first.
  return commands.findLast(
    (command) => command.keys?.toLowerCase() === keys && isAvailable(command),
  );
}

/** Listens for the shortcuts of all commands; returns how to stop. */
export function listenForShortcuts(): () => void {
  let pending: { chord: string; at: number } | null = null;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return;
    const chord = chordOf(event);
    if (chord === '' || isTaken(event, chord)) return;
    const commands = allCommands();
    const sequence =
      pending && event.timeStamp - pending.at < SEQUENCE_MS ? `${pending.chord} ${chord}` : null;
    const command = (sequence && find(commands, sequence)) || find(commands, chord);
    pending = null;
    if (command) {
      event.preventDefault();
      command.run();
    } else if (commands.some(({ keys }) => keys?.toLowerCase().startsWith(`${chord} `))) {
      pending = { chord, at: event.timeStamp };
    }
  };
  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}
