import { axisTime } from '../../ui/format.ts';
import { Select } from '../../ui/select.tsx';
import type { RelativeRange, TimeRange } from '../../app/trace-search.ts';

const LABELS: Readonly<Record<RelativeRange, string>> = {
  '15m': 'Last 15 minutes',
  '1h': 'Last hour',
  '6h': 'Last 6 hours',
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
};

type Choice = RelativeRange | 'any' | 'between';

/** The words for a range, also for announcements and empty states. */
export function timeRangeLabel(time: TimeRange): string {
  if (time.kind === 'any') return 'Any time';
  if (time.kind === 'last') return LABELS[time.range];
  const range = time.toUs - time.fromUs;
  return `${axisTime(time.fromUs, range)} – ${axisTime(time.toUs, range)}`;
}

/** When the traces started; a range brushed in the histogram shows here too. */
export function TimeRangeSelect(props: { time: TimeRange; onChange: (time: TimeRange) => void }) {
  const { time } = props;
  const value: Choice = time.kind === 'last' ? time.range : time.kind;
  const options: { value: Choice; label: string }[] = [
    { value: 'any', label: 'Any time' },
    ...(Object.keys(LABELS) as RelativeRange[]).map((range) => ({
      value: range,
      label: LABELS[range],
    })),
  ];
  if (time.kind === 'between') options.push({ value: 'between', label: timeRangeLabel(time) });
  return (
    <Select
      label="Time range"
      icon="clock"
      value={value}
      options={options}
      onChange={(next) => {
        if (next === 'any') props.onChange({ kind: 'any' });
        else if (next !== 'between') props.onChange({ kind: 'last', range: next });
      }}
    />
  );
}
