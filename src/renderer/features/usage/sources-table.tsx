import type { LimitsOfProject, QuotaState, UsageReport } from '../../../shared/contract/usage.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { formatBytes, formatCount, formatMoney } from '../../ui/format.ts';
import table from '../../ui/table.module.css';
import { HiddenValue } from '../visibility/hidden-value.tsx';
import { isHidden, tokensOf } from './metrics.ts';
import { limitText, percentOf } from './quota-text.ts';
import styles from './usage.module.css';

type Source = UsageReport['sources'][number];

function nameOf(source: Pick<Source, 'kind' | 'name' | 'keyId'>): string {
  if (source.kind === 'keyless') return 'Without a key';
  if (source.kind === 'import') return 'Imports and test traces';
  return source.name || 'Unnamed key';
}

function LimitCell({ quotas }: { quotas: readonly QuotaState[] }) {
  if (quotas.length === 0) return <span className="faint">none</span>;
  return quotas.map((state) => (
    <span key={state.quota} className={styles.keyLimit}>
      {limitText(state)}
      {state.level !== 'ok' ? (
        <Badge tone={state.level === 'near' ? 'warn' : 'error'} icon="alert">
          {state.used === null ? `${formatCount(state.refused)} refused` : `${percentOf(state)} %`}
        </Badge>
      ) : null}
    </span>
  ));
}

/** Who sent what: each key, data without one, and imports; with the limits of keys. */
export function SourcesTable(props: {
  report: UsageReport;
  limits: LimitsOfProject;
  /** Absent: one may not change limits. */
  onLimit: ((keyId: string) => void) | undefined;
}) {
  const { report, limits, onLimit } = props;
  const used = new Set(report.sources.map(({ keyId }) => keyId));
  const idle = limits.keys.filter(({ keyId }) => !used.has(keyId));
  const rows: { source: Pick<Source, 'kind' | 'name' | 'keyId'>; usage: Source | undefined }[] = [
    ...report.sources.map((source) => ({ source, usage: source })),
    ...idle.map(({ keyId, name }) => ({
      source: { kind: 'key' as const, keyId, name },
      usage: undefined,
    })),
  ];
  return (
    <div className={table['wrap']} role="region" aria-label="Usage by key" tabIndex={0}>
      <table className={table['table']}>
        <thead>
          <tr>
            <th>Sender</th>
            <th className={table['right']}>Spans</th>
            <th className={table['right']}>Requests</th>
            <th className={table['right']}>Refused</th>
            <th className={table['right']}>Received</th>
            <th className={table['right']}>Tokens</th>
            <th className={table['right']}>Cost</th>
            <th>Limits</th>
            {onLimit ? (
              <th>
                <span className="visually-hidden">Actions</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ source, usage }) => (
            <tr key={source.keyId ?? source.kind}>
              <td>
                {nameOf(source)}
                {source.keyId ? (
                  <span className={`${table['sub'] ?? ''} mono`}>{source.keyId}</span>
                ) : null}
              </td>
              <td className={table['num']}>{formatCount(usage?.spans ?? 0)}</td>
              <td className={table['num']}>{formatCount(usage?.requests ?? 0)}</td>
              <td className={table['num']}>{formatCount(usage?.requestsRefused ?? 0)}</td>
              <td className={table['num']}>{formatBytes(usage?.bytesReceived ?? 0)}</td>
              <td className={table['num']}>
                {isHidden('tokens', report.hiddenFields) ? (
                  <HiddenValue what="Tokens" short />
                ) : (
                  formatCount(usage ? tokensOf(usage) : 0)
                )}
              </td>
              <td className={table['num']}>
                {isHidden('cost', report.hiddenFields) ? (
                  <HiddenValue what="Cost" short />
                ) : (
                  formatMoney(usage?.costUsd ?? 0)
                )}
              </td>
              <td>
                {source.keyId ? (
                  <LimitCell quotas={limits.quotas.filter(({ keyId }) => keyId === source.keyId)} />
                ) : null}
              </td>
              {onLimit ? (
                <td className={table['tight']}>
                  {source.keyId ? (
                    <Button
                      look="ghost"
                      aria-label={`Edit limits of ${nameOf(source)}`}
                      onClick={() => onLimit(source.keyId!)}
                    >
                      Edit limits
                    </Button>
                  ) : null}
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
