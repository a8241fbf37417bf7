import type { MenuCommand } from '../../shared/desktop-api.ts';
import type { Command } from './commands.ts';

/** Which commands the native menu shows, and where. */
const MENUS: Readonly<Record<string, MenuCommand['menu']>> = {
  'file.open': 'File',
  'file.open-folder': 'File',
  'file.import': 'File',
  'file.export': 'File',
  'project.create': 'File',
  'go.traces': 'Go',
  'go.connect': 'Go',
  'go.keys': 'Go',
  'go.projects': 'Go',
  'go.files': 'Go',
  'go.collector': 'Go',
  'go.settings': 'Go',
  'app.palette': 'View',
  'app.theme': 'View',
  'app.shortcuts': 'Help',
};

/** The accelerator of a shortcut; sequences (`g t`) and bare characters have none in a native menu. */
function acceleratorOf(keys: string | undefined): string | undefined {
  if (!keys?.startsWith('Mod+') || keys.includes(' ')) return undefined;
  return keys.replace('Mod', 'CmdOrCtrl');
}

/** The commands of the window as entries of the native menu. */
export function toMenuCommands(commands: readonly Command[]): MenuCommand[] {
  return commands.flatMap((command) => {
    const menu = MENUS[command.id];
    if (!menu) return [];
    const accelerator = acceleratorOf(command.keys);
    return [
      { id: command.id, label: command.label, menu, ...(accelerator ? { accelerator } : {}) },
    ];
  });
}
