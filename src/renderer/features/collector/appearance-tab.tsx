import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import type { ThemeChoice } from '../../../shared/desktop-api.ts';
import { chooseTheme, useThemeChoice } from '../../app/theme.ts';
import { Icon, type IconName } from '../../ui/icons.tsx';
import { Section } from '../../ui/page.tsx';
import styles from './collector.module.css';

const CHOICES: readonly { value: ThemeChoice; label: string; icon: IconName }[] = [
  { value: 'system', label: 'System', icon: 'monitor' },
  { value: 'light', label: 'Light', icon: 'sun' },
  { value: 'dark', label: 'Dark', icon: 'moon' },
];

/** How the window looks. */
export function AppearanceTab() {
  const choice = useThemeChoice();
  return (
    <Section title="Theme">
      <RadioGroup
        className={styles.themes}
        aria-label="Theme"
        value={choice}
        onValueChange={(value: ThemeChoice) => chooseTheme(value)}
      >
        {CHOICES.map((option) => (
          <Radio.Root key={option.value} value={option.value} className={styles.theme}>
            <Icon name={option.icon} size={18} />
            <span>{option.label}</span>
            <Radio.Indicator className={styles.themeMark}>
              <Icon name="check" />
            </Radio.Indicator>
          </Radio.Root>
        ))}
      </RadioGroup>
    </Section>
  );
}
