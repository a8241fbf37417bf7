import type { ServiceEdge, ServiceMap } from '../../../shared/contract/analytics.ts';
import { hrefOf } from '../../app/route.ts';
import type { TraceSearch } from '../../app/trace-search.ts';
import { formatCount, formatDuration } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';
import { serviceColorToken } from '../../ui/service-colors.ts';
import { ErrorState, LoadingState, Notice } from '../../ui/states.tsx';
import table from '../../ui/table.module.css';
import { groupLabel } from './chart-lines.ts';
import { ErrorCells } from './error-cells.tsx';
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

function CallRow(props: { edge: ServiceEdge; href: string; failedHref: string }) {
  const { edge, href, failedHref } = props;
  return (
    <tr>
      <td>
        <a className={table['name']} href={href}>
          <ServiceName service={edge.from} /> → <ServiceName service={edge.to} />
        </a>
      </td>
      <td className={table['num']}>{formatCount(edge.calls)}</td>
      <ErrorCells errors={edge.errors} calls={edge.calls} href={failedHref} />
      <td className={table['num']}>{formatDuration(edge.p50DurationUs)}</td>
      <td className={table['num']}>{formatDuration(edge.p95DurationUs)}</td>
    </tr>
  );
}

type HrefTo = (edge: ServiceEdge, more?: readonly string[]) => string;

function Calls({ map, hrefTo }: { map: ServiceMap; hrefTo: HrefTo }) {
  return (
    <Section title="Calls between services">
      <div className={table['wrap']} role="region" aria-label="Calls between services" tabIndex={0}>
        <table className={table['table']}>
          <thead>
            <tr>
              <th scope="col">Caller → called</th>
              {['Calls', 'Errors', 'Error rate', 'p50', 'p95'].map((label) => (
                <th key={label} scope="col" className={table['right']}>
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {map.calls.map((edge) => (
              <CallRow
                key={`${edge.from}\n${edge.to}`}
                edge={edge}
                href={hrefTo(edge)}
                failedHref={hrefTo(edge, [FAILED])}
              />
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

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
          <Calls map={map} hrefTo={hrefTo} />
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
