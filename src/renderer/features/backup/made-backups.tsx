import { useQuery } from '@tanstack/react-query';
import type { MadeBackup } from '../../../shared/contract/backup.ts';
import { api } from '../../client/client.ts';
import { Badge } from '../../ui/badge.tsx';
import { formatBytes, formatCount } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import table from '../../ui/table.module.css';

const STATES = {
  running: { tone: 'accent', word: 'being made' },
  complete: { tone: 'ok', word: 'complete' },
  ended: { tone: 'warn', word: 'ended early' },
  restored: { tone: 'neutral', word: 'restored from' },
} as const;

const WAYS: Readonly<Record<string, string>> = {
  window: 'in this app',
  console: 'in the console',
  command: 'with the command',
  rest: 'over REST',
};

function Row({ backup }: { backup: MadeBackup }) {
  const { tone, word } = STATES[backup.state];
  return (
    <tr>
      <td className={table['quiet']}>
        <RelativeTime iso={backup.at} />
      </td>
      <td>
        {backup.actor} <span className="faint">{WAYS[backup.via] ?? backup.via}</span>
      </td>
      <td>
        <Badge tone={tone}>{word}</Badge>
        {backup.leftOut === 0 ? null : (
          <Badge tone="warn" icon="alert">
            {backup.leftOut} damaged left out
          </Badge>
        )}
      </td>
      <td className={table['quiet']}>{backup.sealed ? 'sealed inside' : 'not inside'}</td>
      <td className={table['num']}>{backup.spans === null ? '–' : formatCount(backup.spans)}</td>
      <td className={table['num']}>{backup.bytes === null ? '–' : formatBytes(backup.bytes)}</td>
    </tr>
  );
}

/** Backups that were asked for, by whom, and whether they came to their end. */
export function MadeBackups() {
  const { data, error, refetch } = useQuery(
    api.backup.history.queryOptions({ select: (answer) => answer.backups }),
  );
  return (
    <Section title="Backups made" description="As the audit log has them; the newest 50.">
      {error ? (
        <ErrorState
          title="The list could not be read"
          error={error}
          onRetry={() => void refetch()}
        />
      ) : !data ? (
        <LoadingState />
      ) : data.length === 0 ? (
        <p className="muted">None yet.</p>
      ) : (
        <div className={table['wrap']}>
          <table className={table['table']} aria-label="Backups made">
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">Who</th>
                <th scope="col">State</th>
                <th scope="col">Audit key and second factors</th>
                <th scope="col" className={table['right']}>
                  Spans
                </th>
                <th scope="col" className={table['right']}>
                  Size
                </th>
              </tr>
            </thead>
            <tbody>
              {data.map((backup) => (
                <Row key={backup.at} backup={backup} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  );
}
