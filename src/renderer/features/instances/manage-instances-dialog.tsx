import { useState } from 'react';
import type { Instance } from '../../../shared/instances.ts';
import { useInstances } from '../../client/instance.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog, Dialog } from '../../ui/dialog.tsx';
import { FingerprintText } from './fingerprint-text.tsx';
import { InstanceChip } from './instance-chip.tsx';
import { openInstanceDialog } from './instance-dialog-store.ts';
import styles from './instances.module.css';

function InstanceEntry({ instance, onRemove }: { instance: Instance; onRemove: () => void }) {
  const { trust } = instance;
  return (
    <li className={styles.entry} aria-label={instance.name}>
      <div className={styles.entryHead}>
        <InstanceChip instance={instance} />
        <b className="truncate">{instance.name}</b>
        <code className={styles.entryAddress}>{instance.address}</code>
        <Button icon="x" onClick={onRemove}>
          Remove
        </Button>
      </div>
      {trust?.kind === 'fingerprint' ? (
        <FingerprintText value={trust.sha256} label={`trusted fingerprint of ${instance.name}`} />
      ) : (
        <p className="muted">
          {trust?.kind === 'authority'
            ? 'Its certificate is checked against the authority you gave.'
            : 'On this computer, without TLS.'}
        </p>
      )}
    </li>
  );
}

/** The remote instances, how each is trusted, and removing one. */
export function ManageInstancesDialog({ onClose }: { onClose: () => void }) {
  const all = useInstances(({ state }) => state?.instances ?? NONE);
  const [leaving, setLeaving] = useState<Instance | null>(null);
  const remote = all.filter(({ address }) => address !== null);
  return (
    <>
      <Dialog
        open
        onClose={onClose}
        wide
        title="Instances"
        description="Collectors elsewhere that this app administers. Removing one forgets its session here and changes nothing there."
        footer={
          <>
            <Button icon="plus" onClick={() => openInstanceDialog('add')}>
              Add an instance
            </Button>
            <Button look="primary" onClick={onClose}>
              Done
            </Button>
          </>
        }
      >
        {remote.length === 0 ? (
          <p className="muted">None yet.</p>
        ) : (
          <ul className={styles.entries}>
            {remote.map((instance) => (
              <InstanceEntry
                key={instance.id}
                instance={instance}
                onRemove={() => setLeaving(instance)}
              />
            ))}
          </ul>
        )}
      </Dialog>
      <ConfirmDialog
        open={leaving !== null}
        onClose={() => setLeaving(null)}
        title={`Remove ${leaving?.name ?? ''}?`}
        confirm="Remove"
        onConfirm={() => {
          if (leaving) window.spanward?.instances.remove(leaving.id);
          setLeaving(null);
        }}
      >
        This app forgets its address, its certificate and its session. Nothing changes there.
      </ConfirmDialog>
    </>
  );
}

const NONE: readonly Instance[] = [];
