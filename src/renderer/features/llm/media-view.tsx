import { useState } from 'react';
import { messageOf } from '../../client/call-error.ts';
import { CopyText } from '../../ui/copy-button.tsx';
import { Button } from '../../ui/button.tsx';
import { formatBytes } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useValueSource } from '../trace/values/value-source.ts';
import { imageSource, type MediaPart } from './image-source.ts';
import { useLlmContent } from './llm-texts.ts';
import styles from './llm.module.css';

/**
 * Data in a message. Images that came with the span are shown; an address is shown as text and never loaded, as looking
 * at a trace must not tell anybody about it.
 */
export function MediaView(props: { part: MediaPart; at: string; size: string }) {
  const { part, at } = props;
  const { shortened } = useLlmContent();
  const rest = shortened[`${at}/base64`] ?? shortened[`${at}/uri`];
  const source = rest === undefined ? imageSource(part) : undefined;
  const what = part.mimeType || part.kind;
  if (source !== undefined) {
    return (
      <img className={styles.image} src={source} alt={part.name || `${what} in the message`} />
    );
  }
  return (
    <div className={styles.media}>
      <Icon name={part.kind === 'image' ? 'image' : 'file'} size={14} />
      <span>{part.name || what}</span>
      {part.name === '' || part.mimeType === '' ? null : (
        <span className={styles.quiet}>{part.mimeType}</span>
      )}
      {rest === undefined && part.bytes > 0 ? (
        <span className={styles.quiet}>{props.size}</span>
      ) : null}
      {part.uri === '' || rest !== undefined ? null : (
        <>
          <CopyText text={part.uri} what="address" />
          <span className={styles.quiet}>not loaded: nothing is fetched from elsewhere</span>
        </>
      )}
      {rest === undefined ? null : <LargeImage part={part} path={rest.path} length={rest.length} />}
    </div>
  );
}

/** An image too large to be sent with the span: fetched from the collector when asked for. */
function LargeImage(props: { part: MediaPart; path: string; length: number }) {
  const { part } = props;
  const values = useValueSource();
  const [source, setSource] = useState<string | null>(null);
  const show = async (): Promise<void> => {
    const text = await (await values.load(props.path)).text();
    const base64 = text.startsWith('data:') ? text.slice(text.indexOf(',') + 1) : text;
    setSource(imageSource({ ...part, base64 }) ?? '');
  };
  const size = formatBytes((props.length * 3) / 4);
  if (source === '')
    return <span className={styles.quiet}>{size}, not a picture that can be shown</span>;
  if (source !== null)
    return <img className={styles.image} src={source} alt={part.name || 'Image in the message'} />;
  if (part.kind !== 'image') return <span className={styles.quiet}>{size}</span>;
  return (
    <Button
      icon="image"
      onClick={() =>
        void show().catch((error: unknown) =>
          showToast({
            look: 'error',
            title: 'The image could not be fetched',
            description: messageOf(error),
          }),
        )
      }
    >
      Show image ({size})
    </Button>
  );
}
