import { useState } from 'react';
import { messageOf } from '../../../client/call-error.ts';
import { copyText } from '../../../ui/copy.ts';
import { showToast } from '../../../ui/toast.tsx';
import { saveBlob } from '../download-button.tsx';
import { RedactedText } from './redacted-text.tsx';
import { TextViewer } from './text-viewer.tsx';
import { useValueSource } from './value-source.ts';
import styles from './values.module.css';

/** Characters shown of what was sent with the span. */
const PREVIEW = 800;
/** Longest text put into the clipboard; beyond it a file is of more use. */
const MAX_COPY_BYTES = 20_000_000;

/**
 * The beginning of a long text with ways to the rest: shown in a viewer that draws only what is on screen, copied, or
 * saved. The whole is fetched when it is asked for.
 */
export function ShortenedText(props: {
  preview: string;
  path: string;
  /** How large the whole is, in words: `10.2 MB`. */
  size: string;
  fileName: string;
  isText: boolean;
}) {
  const source = useValueSource();
  const [text, setText] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const withBlob = async (use: (blob: Blob) => Promise<void> | void): Promise<void> => {
    setBusy(true);
    try {
      await use(await source.load(props.path));
    } catch (error) {
      showToast({
        look: 'error',
        title: 'The value could not be fetched',
        description: messageOf(error),
      });
    }
    setBusy(false);
  };
  return (
    <span className={styles.shortened}>
      {text === null ? (
        <span className={styles.preview}>
          <RedactedText text={props.preview.slice(0, PREVIEW)} />…
        </span>
      ) : (
        <TextViewer text={text} label="Whole value" />
      )}
      <span className={styles.shortenedBar}>
        <span>{text === null ? `Beginning of ${props.size}` : props.size}</span>
        {props.isText && text === null ? (
          <More
            disabled={busy}
            onClick={() => void withBlob(async (blob) => setText(await blob.text()))}
          >
            {busy ? 'Fetching…' : 'Show all'}
          </More>
        ) : null}
        {text === null ? null : <More onClick={() => setText(null)}>Show less</More>}
        {props.isText ? (
          <More disabled={busy} onClick={() => void withBlob(copy)}>
            Copy
          </More>
        ) : null}
        <More
          disabled={busy}
          onClick={() => void withBlob((blob) => saveBlob(blob, props.fileName))}
        >
          Download
        </More>
      </span>
    </span>
  );
}

function More(props: { onClick: () => void; disabled?: boolean; children: string }) {
  return (
    <button type="button" className={styles.more} disabled={props.disabled} onClick={props.onClick}>
      {props.children}
    </button>
  );
}

async function copy(blob: Blob): Promise<void> {
  if (blob.size > MAX_COPY_BYTES) throw new Error('It is too large to copy. Download it instead.');
  await copyText(await blob.text());
  showToast({ look: 'ok', title: 'Copied' });
}
