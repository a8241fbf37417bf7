import { useState } from 'react';
import { messageOf } from '../../client/call-error.ts';
import { Button } from '../../ui/button.tsx';
import { showToast } from '../../ui/toast.tsx';

/** Saves a Blob under a name, as a browser download. */
export function saveBlob(blob: Blob, fileName: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // The download has its own hold on the blob once it began.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Loads something and saves it as a file; says so when it cannot. */
export function DownloadButton(props: {
  label: string;
  /** In place of the label as long as it loads, where that takes a while. */
  busyLabel?: string;
  fileName: string;
  load: () => Promise<Blob>;
  look?: 'plain' | 'ghost';
  /** Why there is nothing to save; absent where there is. */
  nothing?: string | undefined;
}) {
  const [busy, setBusy] = useState(false);
  const run = async (): Promise<void> => {
    setBusy(true);
    await props.load().then(
      (blob) => saveBlob(blob, props.fileName),
      (error: unknown) =>
        showToast({
          look: 'error',
          title: `${props.fileName} could not be saved`,
          description: messageOf(error),
        }),
    );
    setBusy(false);
  };
  return (
    <Button
      icon="download"
      look={props.look ?? 'plain'}
      disabled={busy || props.nothing !== undefined}
      title={props.nothing}
      onClick={() => void run()}
    >
      {(busy && props.busyLabel) || props.label}
    </Button>
  );
}
