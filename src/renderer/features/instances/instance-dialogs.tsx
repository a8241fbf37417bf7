import { AddInstanceDialog } from './add-instance-dialog.tsx';
import { openInstanceDialog, useInstanceDialog } from './instance-dialog-store.ts';
import { ManageInstancesDialog } from './manage-instances-dialog.tsx';

const onClose = (): void => openInstanceDialog(null);

/** The dialogs about instances, over whatever page is shown. */
export function InstanceDialogs() {
  const open = useInstanceDialog((state) => state.open);
  if (open === 'add') return <AddInstanceDialog onClose={onClose} />;
  if (open === 'manage') return <ManageInstancesDialog onClose={onClose} />;
  return null;
}
