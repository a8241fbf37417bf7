import type { ServiceEdge } from '../../../shared/contract/analytics.ts';
import { hrefOf } from '../../app/route.ts';
import type { TraceSearch } from '../../app/trace-search.ts';
import { formatDuration } from '../../ui/format.ts';
import { serviceColorToken } from '../../ui/service-colors.ts';
import { ErrorState, LoadingState, Notice } from '../../ui/states.tsx';
import { CallsTable } from './calls-table.tsx';
import { groupLabel } from './chart-lines.ts';
import { FAILED, serviceCallCondition, tracesWithSpans } from './leads-to.ts';
import { ServiceDrawing } from './service-drawing.tsx';
import { useServiceMap, wholeTime } from './use-analytics.ts';
import { NothingInTime } from './nothing-in-time.tsx';
import styles from './analytics.module.css';

function ServiceName({ service }: { service: string }) {
  return (
    <>
      <i className={styles.dot} style={{ background: `var(${serviceColorToken(service)})` }} />
      {groupLabel(service)}
    </>
  );
}

type HrefTo = (edge: ServiceEdge, more?: readonly string[]) => string;

/** Which service calls which. */
export function ServicesTab({ projectId, search }: { projectId: string; search: TraceSearch }) {
  const { data: map, error, refetch } = useServiceMap(projectId, search);
  if (map?.services.length === 0) {
    return (
      <NothingInTime projectId={projectId} icon="chart" title="No spans in this time">
        Choose a longer time, or fewer conditions.
      </NothingInTime>
    );
  }
  if (map) {
    const hrefTo: HrefTo = (edge, more = []) => {
      const conditions = [serviceCallCondition(edge), ...more];
      const behind = tracesWithSpans(search, conditions, wholeTime(search));
      return hrefOf({ screen: 'traces', projectId, search: behind });
    };
    return (
      <div className={styles.body}>
        {map.truncated ? <Notice>Only the newest two million spans were looked at.</Notice> : null}
        <ServiceDrawing projectId={projectId} map={map} search={search} hrefTo={hrefTo} />
        {map.calls.length > 0 ? (
          <CallsTable
            title="Calls between services"
            label="Calls between services"
            columns={['p50', 'p95']}
            lines={map.calls.map((edge) => ({
              key: `${edge.from}\n${edge.to}`,
              name: (
                <>
                  <ServiceName service={edge.from} /> → <ServiceName service={edge.to} />
                </>
              ),
              calls: edge.calls,
              errors: edge.errors,
              values: [formatDuration(edge.p50DurationUs), formatDuration(edge.p95DurationUs)],
              href: hrefTo(edge),
              failedHref: hrefTo(edge, [FAILED]),
            }))}
          />
        ) : (
          <p className="faint">No service called another one in this time.</p>
        )}
      </div>
    );
  }
  if (error) {
    return (
      <ErrorState
        title="The services could not be read"
        error={error}
        onRetry={() => void refetch()}
      />
    );
  }
  return <LoadingState label="Following calls" />;
}
