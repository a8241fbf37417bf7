import { useMutation, useQuery } from '@tanstack/react-query';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { Select } from '../../ui/select.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useInstanceOwner } from '../people/use-may.ts';

const DAYS = [30, 90, 180, 365, 730, 1095, 1825, 2555];

const label = (days: number): string =>
  days >= 365 && days % 365 === 0
    ? `${days / 365} ${days === 365 ? 'year' : 'years'}`
    : `${days} days`;

/** How long entries are kept, for owners of the instance to change. */
export function RetentionSelect() {
  const { data: settings } = useQuery(api.collector.settings.queryOptions());
  const isOwner = useInstanceOwner();
  const change = useMutation(
    api.collector.setSettings.mutationOptions({
      onSuccess: ({ auditRetentionDays }) =>
        showToast({ look: 'ok', title: `Entries are kept for ${label(auditRetentionDays)}` }),
      onError: (error) =>
        showToast({
          look: 'error',
          title: 'The time could not be changed',
          description: messageOf(error),
        }),
    }),
  );
  if (!settings || isOwner === undefined) return null;
  const current = settings.auditRetentionDays;
  if (!isOwner) {
    return <span title="Owners of the instance change it">Kept for {label(current)}</span>;
  }
  const days = DAYS.includes(current) ? DAYS : [...DAYS, current].sort((a, b) => a - b);
  return (
    <Select
      label="Entries are kept for"
      look="ghost"
      value={String(current)}
      options={days.map((each) => ({ value: String(each), label: `Kept for ${label(each)}` }))}
      onChange={(value) => change.mutate({ auditRetentionDays: Number(value) })}
    />
  );
}
