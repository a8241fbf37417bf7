import { RadioGroup } from '@base-ui/react/radio-group';
import { REDACTION_MODES, type PiiType, type RedactionMode } from '../../../shared/redaction.ts';
import { modeMeans, modeName } from './type-words.ts';
import { RadioDot } from '../../ui/radio-dot.tsx';
import styles from './privacy.module.css';

/** Off, detect only or redact, each with what it means. */
export function ModeChoice(props: {
  label: string;
  value: RedactionMode;
  /** Kinds that the instance requires whatever the mode. */
  required: readonly PiiType[];
  disabled: boolean;
  onChange: (mode: RedactionMode) => void;
}) {
  return (
    <RadioGroup
      aria-label={props.label}
      className={styles.modes}
      value={props.value}
      disabled={props.disabled}
      onValueChange={(mode) => props.onChange(mode as RedactionMode)}
    >
      {REDACTION_MODES.map((mode) => (
        <label key={mode} className={styles.mode} data-chosen={props.value === mode || undefined}>
          <RadioDot value={mode} />
          <span className={styles.modeName}>
            {modeName(mode)} <span className={styles.means}>{modeMeans(mode, props.required)}</span>
          </span>
        </label>
      ))}
    </RadioGroup>
  );
}
