import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { SpanDetail } from '../../../shared/span-detail.ts';
import { useMemo } from 'react';
import { client } from '../../client/client.ts';
import { formatCount } from '../../ui/format.ts';
import { ErrorState, LoadingState, Notice } from '../../ui/states.tsx';
import { Tabs, type TabItem } from '../../ui/tabs.tsx';
import { NotesTab } from '../annotations/notes-tab.tsx';
import { useAnnotations } from '../annotations/use-annotations.ts';
import { LlmReader } from '../llm/llm-reader.tsx';
import { AttributesTab } from './attributes-tab.tsx';
import { EventsTab } from './events-tab.tsx';
import { LinksTab } from './links-tab.tsx';
import { LogsTab } from './logs-tab.tsx';
import type { TraceModel } from './model/trace-model.ts';
import { RawTab } from './raw-tab.tsx';
import { ResourceTab } from './resource-tab.tsx';
import { SpanFacts } from './span-facts.tsx';
import { spanQuery } from './trace-queries.ts';
import { useLinkedFrom } from './use-linked-from.ts';
import { countedName, finderOf, MarkFinderProvider } from './values/redaction.ts';
import { ValueSourceProvider } from './values/value-source.ts';
import styles from './span-panel.module.css';

type Tab = 'messages' | 'attributes' | 'events' | 'links' | 'resource' | 'logs' | 'notes' | 'raw';

/** Everything about the selected span, a tab for each side of it. */
export function SpanPanel(props: {
  projectId: string;
  model: TraceModel;
  spanId: string;
  /** Tab of the address; another one is shown where this span has no such tab. */
  tab: string | null;
  onTab: (tab: string) => void;
}) {
  const { projectId, model, spanId } = props;
  const { traceId } = model.summary;
  // The span before stays, faded, until this one is read: nothing jumps while moving from row to row.
  const query = useQuery({
    ...spanQuery(projectId, traceId, spanId),
    placeholderData: keepPreviousData,
  });
  const detail = query.data;
  const marks = detail?.redactionMarks;
  const finder = useMemo(() => finderOf(marks ?? []), [marks]);
  const source = {
    id: spanId,
    load: async (path: string) => client.traces.value({ projectId, traceId, spanId, path }),
  };
  return (
    <section className={styles.panel} aria-label="Span details">
      <SpanFacts model={model} span={model.indexOf(spanId)} detail={detail} />
      {detail ? (
        <ValueSourceProvider value={source}>
          <MarkFinderProvider value={finder}>
            <div className={styles.body} data-stale={query.isPlaceholderData || undefined}>
              <PanelTabs {...props} detail={detail} />
            </div>
          </MarkFinderProvider>
        </ValueSourceProvider>
      ) : null}
      {detail === undefined && query.error === null ? (
        <LoadingState label="Reading the span" />
      ) : null}
      {query.error === null ? null : (
        <ErrorState
          title="The span could not be read"
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      )}
    </section>
  );
}

function PanelTabs(props: Parameters<typeof SpanPanel>[0] & { detail: SpanDetail }) {
  const { projectId, model, spanId, detail, tab } = props;
  const annotations = useAnnotations(projectId, model.summary.traceId).data;
  const linked = useLinkedFrom(projectId, detail.traceId, detail.spanId);
  const ofSpan = (each: { spanId: string | null }): boolean =>
    each.spanId === null || each.spanId === spanId;
  const said = [...(annotations?.notes ?? []), ...(annotations?.scores ?? [])].filter(
    ofSpan,
  ).length;
  const items: TabItem<Tab>[] = [
    {
      value: 'attributes',
      label: 'Attributes',
      count: detail.attributes.length,
      content: <AttributesTab projectId={projectId} model={model} detail={detail} />,
    },
    {
      value: 'links',
      label: 'Links',
      count: detail.linkCount + (linked.spans?.length ?? 0) || undefined,
      content: <LinksTab projectId={projectId} detail={detail} linked={linked} />,
    },
    {
      value: 'resource',
      label: 'Resource',
      content: <ResourceTab projectId={projectId} detail={detail} />,
    },
    {
      value: 'logs',
      label: 'Logs',
      content: <LogsTab projectId={projectId} model={model} detail={detail} />,
    },
    {
      value: 'notes',
      label: 'Notes',
      count: said === 0 ? undefined : said,
      content: <NotesTab projectId={projectId} traceId={model.summary.traceId} spanId={spanId} />,
    },
    {
      value: 'raw',
      label: 'Raw',
      content: <RawTab projectId={projectId} traceId={model.summary.traceId} spanId={spanId} />,
    },
  ];
  if (detail.eventCount > 0) {
    items.splice(1, 0, {
      value: 'events',
      label: 'Events',
      count: detail.eventCount,
      content: <EventsTab projectId={projectId} detail={detail} />,
    });
  }
  if (detail.llm) {
    items.unshift({
      value: 'messages',
      label: 'Messages',
      content: <LlmReader detail={detail} llm={detail.llm} />,
    });
  }
  const shown = items.find((item) => item.value === tab) ?? items[0]!;
  return (
    <>
      {detail.status.code === 2 && detail.status.message !== '' ? (
        <div className={styles.failure}>
          <Notice tone="error">{detail.status.message.slice(0, 2000)}</Notice>
        </div>
      ) : null}
      <Tabs label="Span" value={shown.value} onChange={props.onTab} items={items} />
      {detail.redactions.length > 0 ? (
        <p className={styles.redactions}>
          Redacted:{' '}
          {detail.redactions
            .map((each) => `${formatCount(each.count)}\u00a0×\u00a0${countedName(each)}`)
            .join(', ')}
        </p>
      ) : null}
    </>
  );
}
