import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../client/client.ts';
import { StateDot } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { formatBytes, formatPlural } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import table from '../../ui/table.module.css';
import { InstanceDialog } from './instance-dialog.tsx';
import { THRESHOLDS } from './instance-fields.ts';
import styles from './retention.module.css';

/** Free space changes by itself, ms. */
const REFRESH_MS = 15_000;

/** What holds for all projects: how long anything is kept at most, and what happens when the disk fills. */
export function InstanceSection() {
  const [open, setOpen] = useState(false);
  const { data, error, refetch } = useQuery(
    api.retention.instance.queryOptions({ staleTime: 0, refetchInterval: REFRESH_MS }),
  );
  return (
    <Section
      title="All projects"
      description="For owners of the instance: the longest that any project keeps, and what happens when the disk fills up."
      actions={
        data ? (
          <Button icon="settings" onClick={() => setOpen(true)}>
            Edit ceiling and disk
          </Button>
        ) : null
      }
    >
      {data ? (
        <div className={styles.stack}>
          <dl className={styles.facts} aria-label="Ceiling and free space">
            <div>
              <dt>Nothing is kept longer than</dt>
              <dd>
                {data.ceilingDays === null ? 'No ceiling' : formatPlural(data.ceilingDays, 'day')}
              </dd>
            </div>
            <div>
              <dt>Free on the disk of the data folder</dt>
              <dd>{data.freeBytes === null ? 'not looked at yet' : formatBytes(data.freeBytes)}</dd>
            </div>
          </dl>
          <Thresholds disk={data.disk} freeBytes={data.freeBytes} />
        </div>
      ) : error ? (
        <ErrorState
          title="The rules of the instance could not be read"
          error={error}
          onRetry={() => void refetch()}
        />
      ) : (
        <LoadingState />
      )}
      {open && data ? <InstanceDialog rules={data} onClose={() => setOpen(false)} /> : null}
    </Section>
  );
}

function Thresholds(props: {
  disk: Record<(typeof THRESHOLDS)[number]['name'], number> & { deleteOldest: boolean };
  freeBytes: number | null;
}) {
  const { disk, freeBytes } = props;
  return (
    <div className={table['wrap']} role="region" aria-label="Thresholds of free space" tabIndex={0}>
      <table className={table['table']}>
        <thead>
          <tr>
            <th>Action</th>
            <th className={table['right']}>Below</th>
            <th>What happens</th>
            <th>State</th>
          </tr>
        </thead>
        <tbody>
          {THRESHOLDS.map(({ name, label, does }) => {
            const isOff = disk[name] === 0 || (name === 'deleteBelow' && !disk.deleteOldest);
            const isReached = !isOff && freeBytes !== null && freeBytes < disk[name];
            const state = isOff ? 'off' : isReached ? 'error' : 'ok';
            return (
              <tr key={name}>
                <td className={styles.once}>{label}</td>
                <td className={table['num']}>
                  {disk[name] === 0 ? 'never' : formatBytes(disk[name])}
                </td>
                <td className={styles.does}>{does}</td>
                <td>
                  <span className={styles.reached}>
                    <StateDot state={state} />
                    {isOff ? 'off' : isReached ? 'reached' : 'not reached'}
                  </span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
