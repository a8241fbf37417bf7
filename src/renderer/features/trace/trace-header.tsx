import type { Dispatch, ReactNode } from 'react';
import type { DerivedField } from '../../../shared/visibility.ts';
import type { TraceLook } from '../../app/route.ts';
import { ScreenHeader } from '../../app/screen-header.tsx';
import { Badge, StatusBadge } from '../../ui/badge.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { CopyText } from '../../ui/copy-button.tsx';
import { formatCount, formatDurationNs, formatMoney, shortId } from '../../ui/format.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { spanColorToken } from '../../ui/theme-color.ts';
import { Tooltip } from '../../ui/tooltip.tsx';
import { shownName } from '../../ui/shown-name.ts';
import { PinButton, TraceTags } from '../annotations/header-annotations.tsx';
import { HiddenValue } from '../visibility/hidden-value.tsx';
import { ViewAsButton } from '../visibility/view-as-button.tsx';
import { compareTrace } from './compare-trace.ts';
import { traceCostExplanation } from './cost-words.ts';
import { DownloadButton } from './download-button.tsx';
import { placeIn } from './model/rows.ts';
import { widthOf } from './model/time-window.ts';
import { TraceMenu } from './trace-menu.tsx';
import { LookSwitch } from './look-switch.tsx';
import type { TraceModel } from './model/trace-model.ts';
import type { TraceAction, TraceState } from './model/trace-state.ts';
import { client } from '../../client/client.ts';
import styles from './trace-view.module.css';

/** Facts that a rule may hide, and the columns they come from. */
const HIDEABLE: readonly { name: string; fields: readonly DerivedField[] }[] = [
  { name: 'Environment', fields: ['environment'] },
  { name: 'Status', fields: ['status', 'errorCount'] },
  { name: 'Tokens', fields: ['inputTokens', 'outputTokens'] },
  { name: 'Cost', fields: ['costUsd'] },
];

/** What the trace is and how it went, with a way from error to error. */
export function TraceHeader(props: {
  projectId: string;
  state: TraceState;
  dispatch: Dispatch<TraceAction>;
  listHref: string;
  look: TraceLook;
  onLook: (look: TraceLook) => void;
  /** Shows notes and scores beside the trace. */
  onNotes: () => void;
}) {
  const { projectId, state, dispatch } = props;
  const { model } = state;
  const { summary } = model;
  return (
    <>
      <ScreenHeader
        title={shownName(summary.name)}
        crumbs={[{ label: 'Traces', href: props.listHref }]}
        aside={
          <>
            {summary.environment ? (
              <Badge title={summary.environment}>{summary.environment}</Badge>
            ) : null}
            {summary.hasRoot ? null : (
              <Badge
                tone="warn"
                icon="alert"
                title="The root span has not arrived: the trace is still running, or it was lost."
              >
                root missing
              </Badge>
            )}
          </>
        }
      >
        {model.errors.length > 0 ? <ErrorStepper state={state} dispatch={dispatch} /> : null}
        <ViewAsButton projectId={projectId} />
        <Button title="Compare with another trace" onClick={() => compareTrace(projectId, summary)}>
          Compare
        </Button>
        <PinButton projectId={projectId} traceId={summary.traceId} />
        <DownloadButton
          label="Export"
          busyLabel="Exporting…"
          fileName={`trace-${summary.traceId}.json`}
          load={async () => client.traces.otlp({ projectId, traceId: summary.traceId })}
        />
        <TraceMenu projectId={projectId} traceId={summary.traceId} listHref={props.listHref} />
      </ScreenHeader>
      <div className={styles.facts}>
        <Fact name="Duration">{formatDurationNs(widthOf(model.extent))}</Fact>
        <Fact name="Spans">{formatCount(model.table.count)}</Fact>
        {model.hiddenFields.includes('service') ? (
          <Fact name="Services">
            <HiddenValue what="the service" />
          </Fact>
        ) : (
          <Services model={model} />
        )}
        {summary.inputTokens + summary.outputTokens > 0 ? (
          <Fact
            name="Tokens"
            title={`${formatCount(summary.inputTokens)} in (${formatCount(summary.cachedTokens)} cached), ${formatCount(summary.outputTokens)} out (${formatCount(summary.reasoningTokens)} reasoning)`}
          >
            {formatCount(summary.inputTokens + summary.outputTokens)}
          </Fact>
        ) : null}
        {HIDEABLE.filter(({ fields }) =>
          fields.some((field) => model.hiddenFields.includes(field)),
        ).map(({ name }) => (
          <Fact key={name} name={name}>
            <HiddenValue what={name.toLowerCase()} />
          </Fact>
        ))}
        {summary.costUsd === null ? null : (
          <Fact name="Cost" title={traceCostExplanation(model.table.costs)}>
            {formatMoney(summary.costUsd)}
          </Fact>
        )}
        {model.orphans > 0 ? (
          <Badge
            tone="warn"
            icon="alert"
            title="Spans whose parent has not arrived. They are shown at the top level."
          >
            {formatCount(model.orphans)} without parent
          </Badge>
        ) : null}
        <TraceTags projectId={projectId} traceId={summary.traceId} onNotes={props.onNotes} />
        <span className={styles.factsEnd}>
          <RelativeTime us={model.table.startUs} className={styles.started} />
          <CopyText text={summary.traceId} what="trace id" shown={shortId(summary.traceId)} />
          <LookSwitch model={model} look={props.look} onLook={props.onLook} />
        </span>
      </div>
    </>
  );
}

function Fact(props: { name: string; title?: string; children: ReactNode }) {
  return (
    <span className={styles.fact} title={props.title}>
      {props.name} <b>{props.children}</b>
    </span>
  );
}

/** How many services, and which color is whose. */
function Services({ model }: { model: TraceModel }) {
  const legend = (
    <ul className={styles.legend}>
      {model.services.slice(0, 40).map((service) => (
        <li key={service}>
          <span
            className={styles.swatch}
            style={{
              background: `var(${spanColorToken(model.colors[model.table.services.indexOf(service)]!)})`,
            }}
          />
          {service || '(no service name)'}
        </li>
      ))}
      {model.services.length > 40 ? <li>and {model.services.length - 40} more</li> : null}
    </ul>
  );
  return (
    <Tooltip content={legend} side="bottom">
      <button type="button" className={styles.factButton}>
        Services <b>{formatCount(model.services.length)}</b>
        <span className={styles.swatches} aria-hidden="true">
          {model.services.slice(0, 6).map((service) => (
            <span
              key={service}
              className={styles.swatch}
              style={{
                background: `var(${spanColorToken(model.colors[model.table.services.indexOf(service)]!)})`,
              }}
            />
          ))}
        </span>
      </button>
    </Tooltip>
  );
}

function ErrorStepper(props: { state: TraceState; dispatch: Dispatch<TraceAction> }) {
  const { state, dispatch } = props;
  const { errors, tree } = state.model;
  const place = placeIn(tree, errors, state.selected);
  return (
    <span className={styles.stepper}>
      <StatusBadge status="error" count={errors.length} />
      {place > 0 ? (
        <span className={styles.place}>
          {formatCount(place)} of {formatCount(errors.length)}
        </span>
      ) : null}
      <IconButton
        icon="arrowUp"
        label="Previous error (Shift+E)"
        onClick={() => dispatch({ type: 'step', through: 'errors', by: -1 })}
      />
      <IconButton
        icon="arrowDown"
        label="Next error (E)"
        onClick={() => dispatch({ type: 'step', through: 'errors', by: 1 })}
      />
    </span>
  );
}
