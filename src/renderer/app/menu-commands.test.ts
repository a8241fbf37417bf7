import { expect, it } from 'vitest';
import { MenuCommand } from '../../shared/desktop-api.ts';
import { toMenuCommands } from './menu-commands.ts';

const run = (): void => undefined;

it('gives the native menu what belongs there, with accelerators Electron reads', () => {
  const commands = toMenuCommands([
    { id: 'app.palette', label: 'Search and commands', group: 'General', keys: 'Mod+K', run },
    { id: 'go.audit', label: 'Go to the audit log', group: 'Go', keys: 'g a', run },
    { id: 'go.traces', label: 'Go to traces', group: 'Go', keys: 'g t', run },
    { id: 'file.export', label: 'Export what the list shows…', group: 'Projects', run },
    { id: 'file.open', label: 'Open a trace file…', group: 'Projects', keys: 'Mod+O', run },
    { id: 'traces.next', label: 'Next trace', group: 'Traces', keys: 'j', run },
  ]);
  // In an order of its own, whenever what offers them was drawn.
  expect(commands).toEqual([
    { id: 'file.open', label: 'Open a trace file…', menu: 'File', accelerator: 'CmdOrCtrl+O' },
    { id: 'file.export', label: 'Export what the list shows…', menu: 'File' },
    { id: 'go.traces', label: 'Traces', menu: 'Go' },
    { id: 'go.audit', label: 'Audit log', menu: 'Go' },
    { id: 'app.palette', label: 'Search and commands', menu: 'View', accelerator: 'CmdOrCtrl+K' },
  ]);
  for (const command of commands) expect(MenuCommand.parse(command)).toEqual(command);
});
