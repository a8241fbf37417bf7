import {
  formatCompact,
  formatCount,
  formatDurationNs,
  formatMoney,
  formatPlural,
} from '../../../ui/format.ts';
import { Icon } from '../../../ui/icons.tsx';
import { spanColorToken } from '../../../ui/theme-color.ts';
import { serviceColor } from '../../../ui/service-colors.ts';
import type { TraceModel } from '../model/trace-model.ts';
import type { GraphNode } from './agent-graph.ts';
import { NODE_HEIGHT, NODE_WIDTH, type Point } from './layout-graph.ts';
import { KIND_WORDS } from './node-kinds.ts';
import styles from './graph.module.css';

/** Name of a node as people read it. */
export function nameOf(model: TraceModel, node: GraphNode): string {
  if (node.name !== '') return node.name;
  return model.hiddenFields.includes('service') ? '(service hidden)' : '(no service name)';
}

/** One node: what it is, how often it was called, how long that took, tokens, cost and errors. */
export function GraphNodeBox(props: {
  /** Number of the node, by which its element is found. */
  number: number;
  model: TraceModel;
  node: GraphNode;
  at: Point;
  picked: boolean;
  /** Has nothing to do with what is picked. */
  dimmed: boolean;
  tabIndex: 0 | -1;
  onFocus: () => void;
  onPick: () => void;
}) {
  const { node, at } = props;
  const name = nameOf(props.model, node);
  const { one, icon } = KIND_WORDS[node.kind];
  const cost = Number.isNaN(node.costUsd) ? '' : formatMoney(node.costUsd);
  const facts = [
    formatPlural(node.calls, 'call'),
    formatDurationNs(node.timeNs),
    node.tokens > 0 ? `${formatCount(node.tokens)} tokens` : '',
    cost,
    node.errors > 0 ? formatPlural(node.errors, 'error') : '',
  ].filter(Boolean);
  return (
    <button
      data-node={props.number}
      type="button"
      className={styles.node}
      data-kind={node.kind}
      data-error={node.errors > 0 || undefined}
      data-dimmed={props.dimmed || undefined}
      aria-pressed={props.picked}
      title={`${one} ${name}\n${facts.join('\n')}`}
      tabIndex={props.tabIndex}
      style={{
        width: NODE_WIDTH,
        height: NODE_HEIGHT,
        transform: `translate(${at.x - NODE_WIDTH / 2}px, ${at.y - NODE_HEIGHT / 2}px)`,
      }}
      onFocus={props.onFocus}
      onClick={props.onPick}
    >
      <span className="visually-hidden">{`${one} ${name}: ${facts.join(', ')}`}</span>
      <span className={styles.nodeHead} aria-hidden="true">
        {node.kind === 'service' && node.merged === 1 ? (
          <span
            className={styles.swatch}
            style={{ background: `var(${spanColorToken(serviceColor(node.name))})` }}
          />
        ) : (
          <Icon name={icon} size={14} />
        )}
        <b className={styles.nodeName}>{name}</b>
        {node.errors > 0 ? (
          <span className={styles.nodeErrors}>
            <Icon name="error" size={12} />
            {formatCompact(node.errors)}
          </span>
        ) : null}
      </span>
      <span className={styles.nodeLine} aria-hidden="true">
        <span>{one}</span>
        <span className={styles.number}>{formatDurationNs(node.timeNs)}</span>
      </span>
      <span className={styles.nodeLine} aria-hidden="true">
        <span className={styles.number}>{formatPlural(node.calls, 'call')}</span>
        <span className={styles.number}>
          {node.tokens > 0 ? `${formatCompact(node.tokens)} tok` : ''}
          {node.tokens > 0 && cost !== '' ? ' · ' : ''}
          {cost}
        </span>
      </span>
    </button>
  );
}
