import { useQuery } from '@tanstack/react-query';
import { CopyButton } from '../../ui/copy-button.tsx';
import { formatBytes } from '../../ui/format.ts';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { DownloadButton } from './download-button.tsx';
import { rawSpanQuery } from './trace-queries.ts';
import { TextViewer } from './values/text-viewer.tsx';
import styles from './span-panel.module.css';

/** The span as OTLP/JSON, exactly what an export holds. */
export function RawTab(props: { projectId: string; traceId: string; spanId: string }) {
  const { projectId, traceId, spanId } = props;
  const { data, error, refetch } = useQuery(rawSpanQuery(projectId, traceId, spanId));
  if (error) {
    return (
      <ErrorState title="The span could not be read" error={error} onRetry={() => void refetch()} />
    );
  }
  if (!data) return <LoadingState label="Reading the span" />;
  return (
    <div className={styles.raw}>
      <div className={styles.rawBar}>
        <span className={styles.when}>OTLP/JSON · {formatBytes(data.blob.size)}</span>
        <CopyButton text={data.text} what="OTLP/JSON" word />
        <DownloadButton
          label="Download"
          fileName={`span-${spanId}.json`}
          load={async () => data.blob}
        />
      </div>
      <TextViewer text={data.text} label="OTLP/JSON of the span" />
    </div>
  );
}
