import { useEffect } from 'react';
import { create } from 'zustand';

/**
 * Something a person can do, as data: the palette, the shortcuts dialog, the keyboard and the
 * desktop menu are all drawn from these.
 */
export interface Command {
  /** Stable, with its subject first: `traces.refresh`. */
  id: string;
  label: string;
  /** Heading in the palette and in the list of shortcuts. */
  group: string;
  /** `Mod+K`, `Shift+N`, `/`, or one key after the other: `g t`. */
  keys?: string;
  /** Only on the keyboard: moving in a list is no entry of a palette. */
  keyboardOnly?: boolean;
  /** Whether it can be done now; absent means always. */
  when?: () => boolean;
  run: () => void;
}

interface Registry {
  /** One list per mounted screen part, in the order of mounting. */
  lists: readonly (readonly Command[])[];
}

const useRegistry = create<Registry>()(() => ({ lists: [] }));

/** Offers commands while the calling component is mounted. */
export function useCommands(commands: readonly Command[]): void {
  useEffect(() => {
    useRegistry.setState(({ lists }) => ({ lists: [...lists, commands] }));
    return () => {
      useRegistry.setState(({ lists }) => ({ lists: lists.filter((list) => list !== commands) }));
    };
  }, [commands]);
}

/** All commands offered now; of two with one id the one mounted later. */
export function useAllCommands(): Command[] {
  return unique(useRegistry((state) => state.lists));
}

/** As {@link useAllCommands}, outside of a component. */
export function allCommands(): Command[] {
  return unique(useRegistry.getState().lists);
}

function unique(lists: readonly (readonly Command[])[]): Command[] {
  const byId = new Map<string, Command>();
  for (const command of lists.flat()) byId.set(command.id, command);
  return [...byId.values()];
}

export const isAvailable = (command: Command): boolean => command.when?.() ?? true;

/** Runs a command by id, for the desktop menu; false when it is unknown or not possible now. */
export function runCommand(id: string): boolean {
  const command = allCommands().find((each) => each.id === id);
  if (!command || !isAvailable(command)) return false;
  command.run();
  return true;
}
