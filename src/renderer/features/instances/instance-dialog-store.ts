import { create } from 'zustand';

type InstanceDialog = 'add' | 'manage';

/** Which dialog about instances is open; they are there on every page, the sign-in included. */
export const useInstanceDialog = create<{ open: InstanceDialog | null }>()(() => ({ open: null }));

export function openInstanceDialog(open: InstanceDialog | null): void {
  useInstanceDialog.setState({ open });
}
