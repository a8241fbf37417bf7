import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Viewer, ViewerId, VisibilityRule } from '../../../shared/contract/visibility.ts';
import type { HideKind } from '../../../shared/visibility.ts';
import { messageOf } from '../../client/call-error.ts';
import { client } from '../../client/client.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatPlural } from '../../ui/format.ts';
import { Notice } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { HideChoice } from './hide-choice.tsx';
import { findTwin, type Preset } from './presets.ts';
import { MATCH_WORDS, SCOPE_WORDS } from './scope-words.ts';
import { refreshVisibility } from './refresh-visibility.ts';
import { MANAGERS } from './viewer-names.ts';
import { ViewerPicker } from './viewer-picker.tsx';
import styles from './visibility.module.css';

/** Makes the rules of a preset, those that are there already left out. */
export function PresetDialog(props: {
  projectId: string;
  preset: Preset;
  rules: readonly VisibilityRule[];
  viewers: readonly Viewer[];
  onClose: () => void;
}) {
  const { projectId, preset, rules, onClose } = props;
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [hide, setHide] = useState<HideKind>('value');
  const [visibleTo, setVisibleTo] = useState<readonly ViewerId[]>(MANAGERS);
  const isThere = preset.rules.map((rule) => findTwin(rules, rule) !== undefined);
  const chosen = preset.rules.filter((rule, i) => !isThere[i] && !left.has(rule.pattern));
  const create = useMutation({
    mutationFn: async () => {
      for (const rule of chosen) {
        await client.visibility.create({
          projectId,
          pattern: rule.pattern,
          match: rule.match,
          scopes: [...rule.scopes],
          hide,
          visibleTo: [...visibleTo],
          note: preset.name,
        });
      }
    },
    onSuccess: () => {
      showToast({ title: `${formatPlural(chosen.length, 'rule')} created`, look: 'ok' });
      onClose();
    },
    // Those made before one failed are there.
    onSettled: refreshVisibility,
  });
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={`Hide: ${preset.name}`}
      description={preset.about}
      footer={
        <DialogButtons
          onClose={onClose}
          disabled={chosen.length === 0 || create.isPending}
          onClick={() => create.mutate()}
        >
          Create {formatPlural(chosen.length, 'rule')}
        </DialogButtons>
      }
    >
      <div className={styles.form}>
        {create.error ? <Notice tone="error">{messageOf(create.error)}</Notice> : null}
        <fieldset className={styles.choices}>
          <legend>Attributes</legend>
          {preset.rules.map((rule, i) => (
            <Checkbox
              key={rule.pattern}
              checked={!isThere[i] && !left.has(rule.pattern)}
              disabled={isThere[i] ?? false}
              onChange={(on) => {
                const next = new Set(left);
                if (on) next.delete(rule.pattern);
                else next.add(rule.pattern);
                setLeft(next);
              }}
            >
              <span className="faint">{MATCH_WORDS[rule.match]}</span> <code>{rule.pattern}</code>{' '}
              <span className={styles.means}>
                {isThere[i]
                  ? 'there is a rule for it'
                  : rule.scopes.map((scope) => SCOPE_WORDS[scope].name).join(', ')}
              </span>
            </Checkbox>
          ))}
        </fieldset>
        <HideChoice value={hide} onChange={setHide} />
        <div className={styles.group}>
          <h3>Who sees it all the same</h3>
          <ViewerPicker viewers={props.viewers} chosen={visibleTo} onChange={setVisibleTo} />
        </div>
      </div>
    </Dialog>
  );
}
