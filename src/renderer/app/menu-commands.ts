import type { MenuCommand } from '../../shared/desktop-api.ts';
import type { Command } from './commands.ts';

/** Which commands the native menu shows, and where, in the order in which they stand there. */
const MENUS: Readonly<Record<string, MenuCommand['menu']>> = {
  'file.open': 'File',
  'file.open-folder': 'File',
  'file.import': 'File',
  'file.export': 'File',
  'project.create': 'File',
  'go.traces': 'Go',
  'go.sessions': 'Go',
  'go.analytics': 'Go',
  'go.connect': 'Go',
  'go.keys': 'Go',
  'go.members': 'Go',
  'go.visibility': 'Go',
  'go.privacy': 'Go',
  'go.usage': 'Go',
  'go.retention': 'Go',
  'go.manage': 'Go',
  'go.projects': 'Go',
  'go.files': 'Go',
  'go.people': 'Go',
  'go.audit': 'Go',
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

/** In the menu that is called Go: `Go to the audit log` is `Audit log`. */
function labelIn(menu: MenuCommand['menu'], label: string): string {
  const place = menu === 'Go' ? label.replace(/^Go to (?:the )?/, '') : label;
  return place.charAt(0).toUpperCase() + place.slice(1);
}

/** The commands of the window as entries of the native menu. */
export function toMenuCommands(commands: readonly Command[]): MenuCommand[] {
  const byId = new Map(commands.map((command) => [command.id, command]));
  return Object.entries(MENUS).flatMap(([id, menu]) => {
    const command = byId.get(id);
    if (!command) return [];
    const accelerator = acceleratorOf(command.keys);
    const label = labelIn(menu, command.label);
    return [{ id, label, menu, ...(accelerator ? { accelerator } : {}) }];
  });
}
