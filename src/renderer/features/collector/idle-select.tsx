import { Select } from '../../ui/select.tsx';

const MINUTES = [5, 15, 30, 60, 240, 720, 1440];

const label = (minutes: number): string =>
  minutes % 60 === 0
    ? `${minutes / 60} ${minutes === 60 ? 'hour' : 'hours'}`
    : `${minutes} minutes`;

/** How long a session in the console lives without anybody using it. */
export function IdleSelect(props: { minutes: number; onChange: (minutes: number) => void }) {
  const { minutes, onChange } = props;
  const choices = MINUTES.includes(minutes) ? MINUTES : [...MINUTES, minutes].sort((a, b) => a - b);
  return (
    <Select
      label="End sessions nobody uses after"
      value={String(minutes)}
      options={choices.map((each) => ({ value: String(each), label: label(each) }))}
      onChange={(value) => onChange(Number(value))}
    />
  );
}
