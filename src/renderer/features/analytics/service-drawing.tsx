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
    <CallDrawing
      label="Service map"
      nodes={nodes}
      calls={calls}
      note={more > 0 ? `${formatPlural(more, 'service')} more in the table only.` : undefined}
    />
  );
}
