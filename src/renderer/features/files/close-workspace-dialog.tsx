import { useMutation } from '@tanstack/react-query';
import type { Workspace } from '../../../shared/contract/files.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { queryClient } from '../../client/queries.ts';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatPlural } from '../../ui/format.ts';
import { Notice } from '../../ui/states.tsx';

/** Closes a workspace: what was read is removed, the file itself is not touched. */
export function CloseWorkspaceDialog(props: { workspace: Workspace; onClose: () => void }) {
  const { project } = props.workspace;
  const close = useMutation(
    api.files.close.mutationOptions({
      onSuccess: async () => {
        props.onClose();
        await queryClient.invalidateQueries();
      },
    }),
  );
  return (
    <Dialog
      open
      onClose={props.onClose}
      title="Close these files?"
      description={<span className="mono">{project.name}</span>}
      footer={
        <DialogButtons
          onClose={props.onClose}
          look="danger"
          disabled={close.isPending}
          onClick={() => close.mutate({ projectId: project.id })}
        >
          Close and remove
        </DialogButtons>
      }
    >
      <p>
        {formatPlural(project.spanCount, 'span')} and every note on them are removed from this
        instance. The file itself stays where it is.
      </p>
      {close.error ? <Notice tone="error">{messageOf(close.error)}</Notice> : null}
    </Dialog>
  );
}
