import type { AgentEdge, AgentMap, AgentNode } from '../../../shared/contract/analytics.ts';
import { hrefOf } from '../../app/route.ts';
import type { TraceSearch } from '../../app/trace-search.ts';
import { formatCompact, formatCount, formatDuration, formatPlural } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { ErrorState, LoadingState, Notice } from '../../ui/states.tsx';
import { KIND_WORDS } from '../trace/graph/node-kinds.ts';
import { CallDrawing } from './call-drawing.tsx';
import { CallsTable } from './calls-table.tsx';
import { agentCondition, FAILED, tracesWithSpans } from './leads-to.ts';
import { useAgentMap, wholeTime } from './use-analytics.ts';
import { NothingInTime } from './nothing-in-time.tsx';
import styles from './analytics.module.css';

/** Nodes drawn, the busiest first; all calls are in the table below. */
const MAX_DRAWN = 40;

function NodeName({ node }: { node: AgentNode }) {
  const { icon, one } = KIND_WORDS[node.kind];
  return (
    <span className={styles.agentName} title={one}>
      <Icon name={icon} size={14} />
      <span className="visually-hidden">{one} </span>
      {node.name}
    </span>
  );
}

function Network(props: { projectId: string; map: AgentMap; search: TraceSearch }) {
  const { projectId, map, search } = props;
  const hrefTo = (condition: string, more: readonly string[] = []): string => {
    const behind = tracesWithSpans(search, [condition, ...more], wholeTime(search));
    return hrefOf({ screen: 'traces', projectId, search: behind });
  };
  const callOf = ({ from, to }: AgentEdge): string =>
    agentCondition(map.nodes[to]!, map.nodes[from]!);
  const drawn = map.nodes.slice(0, MAX_DRAWN).map((node) => ({
    key: `${node.kind} ${node.name}`,
    name: node.name,
    mark: <Icon name={KIND_WORDS[node.kind].icon} size={14} />,
    facts: `${formatPlural(node.calls, 'call')} · p95 ${formatDuration(node.p95DurationUs)}`,
    more: node.tokens > 0 ? `${formatCompact(node.tokens)} tokens` : undefined,
    errorShare: node.calls === 0 ? 0 : node.errors / node.calls,
    href: hrefTo(agentCondition(node)),
  }));
  const more = map.nodes.length + map.moreNodes - drawn.length;
  return (
    <div className={styles.body}>
      {map.truncated ? (
        <Notice>Only the newest {formatCount(map.spans)} spans of this time were looked at.</Notice>
      ) : null}
      <CallDrawing
        label="Agent network"
        nodes={drawn}
        calls={map.calls
          .filter(({ from, to }) => from < drawn.length && to < drawn.length)
          .map((edge) => ({ ...edge, href: hrefTo(callOf(edge)) }))}
        note={
          more > 0 ? `${formatCount(more)} more that are called less are not drawn.` : undefined
        }
      />
      {map.calls.length === 0 ? (
        <p className="faint">No agent called a tool, a model or another agent in this time.</p>
      ) : (
        <CallsTable
          title="Calls"
          label="Calls of agents"
          columns={['p95', 'Tokens']}
          lines={map.calls.map((edge) => ({
            key: `${edge.from} ${edge.to}`,
            name: (
              <>
                <NodeName node={map.nodes[edge.from]!} /> → <NodeName node={map.nodes[edge.to]!} />
              </>
            ),
            calls: edge.calls,
            errors: edge.errors,
            values: [formatDuration(edge.p95DurationUs), formatCount(edge.tokens)],
            href: hrefTo(callOf(edge)),
            failedHref: hrefTo(callOf(edge), [FAILED]),
          }))}
        />
      )}
    </div>
  );
}

/** Which agents, tools and models call which, over many traces. */
export function AgentsTab({ projectId, search }: { projectId: string; search: TraceSearch }) {
  const { data: map, error, refetch } = useAgentMap(projectId, search);
  if (map?.nodes.length === 0) {
    return (
      <NothingInTime
        projectId={projectId}
        icon="bot"
        title="No agents, tools or models in this time"
      >
        They are found by the GenAI attributes of their spans. Choose a longer time, or fewer
        conditions.
      </NothingInTime>
    );
  }
  if (map) return <Network projectId={projectId} map={map} search={search} />;
  if (error) {
    return (
      <ErrorState
        title="The agents could not be read"
        error={error}
        onRetry={() => void refetch()}
      />
    );
  }
  return <LoadingState label="Following calls" />;
}
