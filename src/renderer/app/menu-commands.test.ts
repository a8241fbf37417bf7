import { expect, it } from 'vitest';
import { MenuCommand } from '../../shared/desktop-api.ts';
import { toMenuCommands } from './menu-commands.ts';

const run = (): void => undefined;

it('gives the native menu what belongs there, with accelerators Electron reads', () => {
  const commands = toMenuCommands([
    { id: 'app.palette', label: 'Search and commands', group: 'General', keys: 'Mod+K', run },
    { id: 'go.traces', label: 'Go to traces', group: 'Go', keys: 'g t', run },
    { id: 'traces.next', label: 'Next trace', group: 'Traces', keys: 'j', run },
  ]);
  expect(commands).toEqual([
    { id: 'app.palette', label: 'Search and commands', menu: 'View', accelerator: 'CmdOrCtrl+K' },
    { id: 'go.traces', label: 'Go to traces', menu: 'Go' },
  ]);
  for (const command of commands) expect(MenuCommand.parse(command)).toEqual(command);
});
