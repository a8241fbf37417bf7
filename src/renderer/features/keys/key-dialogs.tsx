import type { ApiKey } from '../../../shared/contract/keys.ts';
import { CheckKeysDialog } from './check-keys-dialog.tsx';
import { CreateKeyDialog } from './create-key-dialog.tsx';
import { EditKeyDialog } from './edit-key-dialog.tsx';
import type { KeyAction } from './key-row.tsx';
import { RegenerateDialog } from './regenerate-dialog.tsx';
import { RevokeDialog } from './revoke-dialog.tsx';
import { RevokeManyDialog } from './revoke-many-dialog.tsx';
import { RotateDialog } from './rotate-dialog.tsx';

/** The dialog of the keys screen that is open, if any. */
export type OpenDialog =
  | { dialog: 'create' | 'check' }
  | { dialog: KeyAction; key: ApiKey }
  | { dialog: 'revoke-many'; keys: readonly ApiKey[] }
  | null;

/** Draws it. */
export function KeyDialogs(props: {
  projectId: string;
  open: OpenDialog;
  onClose: () => void;
  /** These keys do not work any more. */
  onRevoked: (keys: readonly ApiKey[]) => void;
}) {
  const { projectId, open, onClose } = props;
  switch (open?.dialog) {
    case 'create':
      return <CreateKeyDialog projectId={projectId} onClose={onClose} />;
    case 'check':
      return <CheckKeysDialog onClose={onClose} />;
    case 'edit':
      return <EditKeyDialog apiKey={open.key} onClose={onClose} />;
    case 'rotate':
      return <RotateDialog apiKey={open.key} onClose={onClose} />;
    case 'regenerate':
      return <RegenerateDialog apiKey={open.key} onClose={onClose} />;
    case 'revoke':
      return <RevokeDialog apiKey={open.key} onClose={onClose} />;
    case 'revoke-many':
      return (
        <RevokeManyDialog
          projectId={projectId}
          keys={open.keys}
          onClose={onClose}
          onDone={() => {
            props.onRevoked(open.keys);
            onClose();
          }}
        />
      );
    case undefined:
      return null;
  }
}
