import { Select } from '../../ui/select.tsx';
import { idleText } from './idle-text.ts';

const MINUTES = [5, 15, 30, 60, 240, 720, 1440];

/** How long a session in the console lives without anybody using it. */
export function IdleSelect(props: { minutes: number; onChange: (minutes: number) => void }) {
  const { minutes, onChange } = props;
  const choices = MINUTES.includes(minutes) ? MINUTES : [...MINUTES, minutes].sort((a, b) => a - b);
  return (
    <Select
      label="End sessions nobody uses after"
      value={String(minutes)}
      options={choices.map((each) => ({ value: String(each), label: idleText(each) }))}
      onChange={(value) => onChange(Number(value))}
    />
  );
}
