import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { PastRedaction, PastRedactionState } from '../../../shared/contract/past-redaction.ts';
import type { PiiType, RedactionMode } from '../../../shared/redaction.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatPlural } from '../../ui/format.ts';
import { Notice } from '../../ui/states.tsx';
import { useReason } from '../../ui/use-reason.tsx';
import { ConfirmName } from '../projects/confirm-name.tsx';
import { redactionText } from './type-words.ts';
import styles from './privacy.module.css';

/** Rewrites stored data, after it was said what that does and the project's name was typed. */
export function RewriteDialog(props: {
  project: { readonly id: string; readonly name: string };
  mode: RedactionMode;
  required: readonly PiiType[];
  scan: PastRedaction | null;
  onStarted: (state: PastRedactionState) => void;
  onClose: () => void;
  /** What gets the focus afterwards. */
  finalFocus: (hasBegun: boolean) => HTMLElement | false;
}) {
  const { project, mode, required, scan, onStarted, onClose } = props;
  const [typed, setTyped] = useState('');
  const formId = useId();
  const reason = useReason();
  const rewrite = useMutation(
    api.pastRedaction.rewrite.mutationOptions({
      context: reason.context,
      onSuccess: (state) => {
        onStarted(state);
        onClose();
      },
    }),
  );
  const isReported = scan?.state === 'done' && scan.isByPresentRules;
  return (
    <Dialog
      open
      onClose={onClose}
      finalFocus={() => props.finalFocus(rewrite.isPending)}
      title="Rewrite stored data"
      description="Everything stored becomes as if it had come through the present rules. Afterwards no byte of what they replace is left in the data folder. There is no undo."
      footer={
        <DialogButtons
          onClose={onClose}
          look="danger"
          form={formId}
          disabled={typed !== project.name || rewrite.isPending}
        >
          Rewrite for good
        </DialogButtons>
      }
    >
      <form
        id={formId}
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          rewrite.mutate({ projectId: project.id, confirm: typed });
        }}
      >
        {isReported ? (
          <p>{formatPlural(scan.found, 'value')} would be replaced, by the last scan.</p>
        ) : (
          <Notice tone="warn">
            What would be replaced is not known: nothing was scanned with the present rules yet.
          </Notice>
        )}
        {mode === 'on' ? null : (
          <Notice tone="warn">{redactionText(mode, required)} Such values can arrive again.</Notice>
        )}
        <p className="muted">
          Notes, tags and scores are rewritten too. Not reached are backups and exports made before,
          copies of the data folder, saved filters, and attribute keys in the audit log.
        </p>
        <ConfirmName name={project.name} typed={typed} onChange={setTyped} />
        {reason.field}
        {rewrite.error ? <Notice tone="error">{messageOf(rewrite.error)}</Notice> : null}
      </form>
    </Dialog>
  );
}
