import { useState } from 'react';
import type { Profile } from '../../../shared/contract/session.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { formatPlural } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';
import { SecondFactorOff } from './second-factor-off.tsx';
import { SecondFactorSetup } from './second-factor-setup.tsx';
import styles from './people.module.css';

/** Below this many unused recovery codes new ones are asked for. */
const FEW_CODES = 3;

function stateOf({ secondFactor, recoveryCodesLeft, hasPassword }: Profile) {
  if (secondFactor) {
    return recoveryCodesLeft < FEW_CODES
      ? `${formatPlural(recoveryCodesLeft, 'recovery code')} left: turn it off and on again for new ones.`
      : `${formatPlural(recoveryCodesLeft, 'recovery code')} left.`;
  }
  return hasPassword
    ? 'Off. With it, signing in takes a code of your authenticator app besides the password.'
    : 'Set a password first: the second factor is asked for after it.';
}

/** Whether signing in takes a code as well, and the way to turn that on and off. */
export function SecondFactorSection({
  profile,
  onChanged,
}: {
  profile: Profile;
  onChanged: () => void;
}) {
  const [open, setOpen] = useState<'on' | 'off' | null>(null);
  const close = (): void => {
    setOpen(null);
    onChanged();
  };
  return (
    <Section title="Second factor">
      <div className={styles.row}>
        <div>
          {profile.secondFactor ? (
            <Badge tone="ok" icon="check">
              on
            </Badge>
          ) : null}{' '}
          <span className="muted">{stateOf(profile)}</span>
        </div>
        {profile.secondFactor ? (
          <Button onClick={() => setOpen('off')}>Turn off</Button>
        ) : (
          <Button disabled={!profile.hasPassword} onClick={() => setOpen('on')}>
            Set up
          </Button>
        )}
      </div>
      {open === 'on' ? <SecondFactorSetup onClose={close} /> : null}
      {open === 'off' ? <SecondFactorOff onClose={close} /> : null}
    </Section>
  );
}
