import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ApiKey } from '../../../shared/contract/keys.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Labelled } from '../../ui/input.tsx';
import { Select } from '../../ui/select.tsx';
import { Notice } from '../../ui/states.tsx';
import { keyHint } from './key-state.ts';
import { useMadeKey } from './use-made-key.ts';
import styles from './keys.module.css';

const OVERLAPS = {
  none: { label: 'Stops at once', seconds: 0 },
  hour: { label: 'Works for another hour', seconds: 3_600 },
  day: { label: 'Works for another day', seconds: 86_400 },
  week: { label: 'Works for another week', seconds: 7 * 86_400 },
} as const;
type Overlap = keyof typeof OVERLAPS;

/** Makes a successor of a key, which goes on working for a while so that nothing is lost. */
export function RotateDialog(props: { apiKey: ApiKey; onClose: () => void }) {
  const [overlap, setOverlap] = useState<Overlap>('day');
  const made = useMadeKey(props.onClose);
  const rotate = useMutation(
    api.keys.rotate.mutationOptions({ onSuccess: ({ key }) => made.show(key) }),
  );
  return (
    <Dialog
      open
      onClose={props.onClose}
      finalFocus={made.finalFocus}
      title={`Rotate ${props.apiKey.name || 'key'}`}
      description="A new key with the same settings is made. Put it in place while the old one still works; the list tells whether the old one is still used."
      footer={
        <DialogButtons
          onClose={props.onClose}
          disabled={rotate.isPending}
          onClick={() =>
            rotate.mutate({
              keyId: props.apiKey.id,
              overlapSeconds: OVERLAPS[overlap].seconds,
            })
          }
        >
          Rotate key
        </DialogButtons>
      }
    >
      <div className={styles.form}>
        <Labelled
          label={
            <>
              The old key <span className="mono">{keyHint(props.apiKey)}</span>
            </>
          }
        >
          <Select
            label="The old key"
            value={overlap}
            onChange={setOverlap}
            options={(Object.keys(OVERLAPS) as Overlap[]).map((value) => ({
              value,
              label: OVERLAPS[value].label,
            }))}
          />
        </Labelled>
        {rotate.error ? <Notice tone="error">{messageOf(rotate.error)}</Notice> : null}
      </div>
    </Dialog>
  );
}
