import type { ServiceEdge, ServiceMap } from '../../../shared/contract/analytics.ts';
import { hrefOf } from '../../app/route.ts';
import type { TraceSearch } from '../../app/trace-search.ts';
import { formatDuration, formatPlural } from '../../ui/format.ts';
import { serviceColorToken } from '../../ui/service-colors.ts';
import { CallDrawing } from './call-drawing.tsx';
import { groupLabel } from './chart-lines.ts';
import { groupCondition, tracesBehind } from './leads-to.ts';
import { wholeTime } from './use-analytics.ts';
import styles from './analytics.module.css';

/** Services drawn, the busiest first; the table below has the calls of all. */
const MAX_DRAWN = 40;

/** Services as boxes from callers down to called; a box leads to the traces of its service. */
export function ServiceDrawing(props: {
  projectId: string;
  map: ServiceMap;
  search: TraceSearch;
  /** Address of the traces with a call. */
  hrefTo: (edge: ServiceEdge) => string;
}) {
  const { projectId, map, search, hrefTo } = props;
  const services = map.services.slice(0, MAX_DRAWN);
  const numbers = new Map(services.map(({ service }, i) => [service, i]));
  const calls = map.calls.flatMap((call) => {
    const from = numbers.get(call.from);
    const to = numbers.get(call.to);
    return from === undefined || to === undefined
      ? []
      : [{ ...call, from, to, href: hrefTo(call) }];
  });
  const nodes = services.map(({ service, spans, errors, p95DurationUs }) => ({
    key: service,
    name: groupLabel(service),
    mark: <i className={styles.dot} style={{ background: `var(${serviceColorToken(service)})` }} />,
    facts: `${formatPlural(spans, 'span')} · p95 ${formatDuration(p95DurationUs)}`,
    errorShare: errors / spans,
    href: hrefOf({
      screen: 'traces',
      projectId,
      search: tracesBehind(search, {
        counted: 'spans',
        condition: groupCondition('spans', 'service', service),
        whole: wholeTime(search),
      }),
    }),
  }));
  const more = map.services.length - services.length;
  return (
    <CallDrawing
      label="Service map"
      nodes={nodes}
      calls={calls}
      note={
        more > 0
          ? `${formatPlural(more, 'service')} with fewer spans ${more === 1 ? 'is' : 'are'} not drawn. Calls of theirs are in the table.`
          : undefined
      }
    />
  );
}
