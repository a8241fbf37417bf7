import type { ServiceMap } from '../../../shared/contract/analytics.ts';
import { hrefOf } from '../../app/route.ts';
import type { TraceSearch } from '../../app/trace-search.ts';
import { formatCompact, formatDuration, formatPlural } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { serviceColorToken } from '../../ui/service-colors.ts';
import { layoutGraph, NODE_HEIGHT, NODE_WIDTH, pathThrough } from '../trace/graph/layout-graph.ts';
import { groupLabel } from './chart-lines.ts';
import { tracesBehind } from './leads-to.ts';
import { formatShare } from './metrics.ts';
import styles from './analytics.module.css';

/** Services drawn, the busiest first; all are in the table below. */
const MAX_DRAWN = 40;

/** Services as boxes from callers down to called; a box leads to the traces of its service. */
export function ServiceDrawing(props: { projectId: string; map: ServiceMap; search: TraceSearch }) {
  const { projectId, map, search } = props;
  const services = map.services.slice(0, MAX_DRAWN);
  const numbers = new Map(services.map(({ service }, i) => [service, i]));
  const edges = map.calls.flatMap((call) => {
    const from = numbers.get(call.from);
    const to = numbers.get(call.to);
    return from === undefined || to === undefined ? [] : [{ ...call, from, to }];
  });
  const layout = layoutGraph({ nodes: services, edges });
  return (
    <section className={styles.map} aria-label="Service map">
      <div className={styles.mapInner} style={{ width: layout.width, height: layout.height }}>
        <svg width={layout.width} height={layout.height} aria-hidden="true">
          <defs>
            <marker
              id="service-arrow"
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="8"
              markerHeight="8"
              markerUnits="userSpaceOnUse"
              orient="auto"
            >
              <path d="M0 0.5 L8 4 L0 7.5 z" />
            </marker>
          </defs>
          {edges.map(({ from, to, errors, calls }, i) => (
            <path
              key={`${from} ${to}`}
              className={styles.edge}
              data-error={errors > 0 ? '' : undefined}
              strokeWidth={Math.min(1.2 + Math.log10(calls), 4)}
              d={pathThrough(layout.edges[i]!.points)}
              markerEnd="url(#service-arrow)"
            />
          ))}
        </svg>
        {edges.map(({ from, to, calls }, i) => (
          <span
            key={`${from} ${to}`}
            className={styles.edgeCount}
            style={{ left: layout.edges[i]!.label.x, top: layout.edges[i]!.label.y }}
            aria-hidden="true"
          >
            {formatCompact(calls)}
          </span>
        ))}
        {services.map(({ service, spans, errors, p95DurationUs }, i) => (
          <a
            key={service}
            className={styles.node}
            data-error={errors > 0 ? '' : undefined}
            style={{
              width: NODE_WIDTH,
              height: NODE_HEIGHT,
              left: layout.nodes[i]!.x - NODE_WIDTH / 2,
              top: layout.nodes[i]!.y - NODE_HEIGHT / 2,
            }}
            href={hrefOf({
              screen: 'traces',
              projectId,
              search: tracesBehind(search, { terms: { services: [service] } }),
            })}
          >
            <span className={styles.nodeName}>
              <i
                className={styles.dot}
                style={{ background: `var(${serviceColorToken(service)})` }}
              />
              <b>{groupLabel(service)}</b>
            </span>
            <span className={styles.nodeFacts}>
              {formatPlural(spans, 'span')} · p95 {formatDuration(p95DurationUs)}
            </span>
            <span className={styles.nodeErrors}>
              {errors > 0 ? (
                <>
                  <Icon name="error" size={12} /> {formatShare(errors / spans)} errors
                </>
              ) : (
                'no errors'
              )}
            </span>
          </a>
        ))}
      </div>
      {map.services.length > services.length ? (
        <p className="faint">
          {formatPlural(map.services.length - services.length, 'service')} more in the table only.
        </p>
      ) : null}
    </section>
  );
}
