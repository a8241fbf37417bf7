import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { MenuCommand } from '../../shared/desktop-api.ts';

/**
 * The native menu: the window's own commands in their menus, and what the system expects beside them.
 *
 * The page handles the shortcuts itself, so the menu shows them without listening to them.
 */
export function setAppMenu(
  commands: readonly MenuCommand[],
  run: (id: string) => void,
  isMac = process.platform === 'darwin',
): void {
  const entries = (menu: MenuCommand['menu']) =>
    commands.filter((command) => command.menu === menu).map((command) => entry(command, run));
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    { label: '&File', submenu: separated(entries('File'), [{ role: isMac ? 'close' : 'quit' }]) },
    { role: 'editMenu' },
    { label: '&Go', submenu: entries('Go'), visible: entries('Go').length > 0 },
    { label: '&View', submenu: separated(entries('View'), VIEW) },
    { role: 'windowMenu' },
    { label: '&Help', submenu: entries('Help'), visible: entries('Help').length > 0 },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

const VIEW: readonly MenuItemConstructorOptions[] = [
  { role: 'zoomIn' },
  { role: 'zoomOut' },
  { role: 'resetZoom' },
  { type: 'separator' },
  { role: 'togglefullscreen' },
  { role: 'toggleDevTools' },
];

function entry(
  { id, label, accelerator }: MenuCommand,
  run: (id: string) => void,
): MenuItemConstructorOptions {
  return {
    id,
    label,
    click: () => run(id),
    ...(accelerator === undefined ? {} : { accelerator, registerAccelerator: false }),
  };
}

function separated(
  first: readonly MenuItemConstructorOptions[],
  second: readonly MenuItemConstructorOptions[],
): MenuItemConstructorOptions[] {
  return first.length === 0 ? [...second] : [...first, { type: 'separator' }, ...second];
}
