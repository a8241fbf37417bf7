import { useMutation } from '@tanstack/react-query';
import { useId, useRef, useState, type FormEvent } from 'react';
import type { Viewer, ViewerId, VisibilityRule } from '../../../shared/contract/visibility.ts';
import { MAX_PATTERN, type AttributeScope, type MatchKind } from '../../../shared/visibility.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FieldInput, FormField, Labelled } from '../../ui/input.tsx';
import { Select } from '../../ui/select.tsx';
import { Notice } from '../../ui/states.tsx';
import { HideChoice } from './hide-choice.tsx';
import { findTwin } from './presets.ts';
import { RulePreview } from './rule-preview.tsx';
import { SCOPE_ORDER, SCOPE_WORDS } from './scope-words.ts';
import { MANAGERS } from './viewer-names.ts';
import { ViewerPicker } from './viewer-picker.tsx';
import styles from './visibility.module.css';

const MATCHES = [
  { value: 'exact', label: 'is', note: 'user.email' },
  { value: 'prefix', label: 'begins with', note: 'user.' },
  { value: 'glob', label: 'looks like', note: '*.email, with * and ?' },
] as const satisfies readonly { value: MatchKind; label: string; note: string }[];

function ScopePicker(props: {
  chosen: readonly AttributeScope[];
  onChange: (chosen: AttributeScope[]) => void;
}) {
  const { chosen } = props;
  return (
    <fieldset className={styles.choices}>
      <legend>Where it sits</legend>
      <div className={styles.scopes}>
        {SCOPE_ORDER.map((scope) => (
          <Checkbox
            key={scope}
            checked={chosen.includes(scope)}
            onChange={(on) =>
              props.onChange(
                SCOPE_ORDER.filter((each) => (each === scope ? on : chosen.includes(each))),
              )
            }
          >
            {SCOPE_WORDS[scope].name}{' '}
            <span className={styles.means}>{SCOPE_WORDS[scope].means}</span>
          </Checkbox>
        ))}
      </div>
    </fieldset>
  );
}

/** Makes a rule, or changes one (`rule`), and shows meanwhile what it would cover. */
export function RuleDialog(props: {
  projectId: string;
  rule?: VisibilityRule;
  rules: readonly VisibilityRule[];
  viewers: readonly Viewer[];
  onClose: () => void;
}) {
  const { projectId, rule, onClose } = props;
  const formId = useId();
  const begin = useRef<HTMLInputElement>(null);
  const [pattern, setPattern] = useState(rule?.pattern ?? '');
  const [match, setMatch] = useState<MatchKind>(rule?.match ?? 'exact');
  const [scopes, setScopes] = useState<readonly AttributeScope[]>(
    rule?.scopes ?? ['span', 'event', 'log'],
  );
  const [hide, setHide] = useState(rule?.hide ?? 'value');
  const [visibleTo, setVisibleTo] = useState<readonly ViewerId[]>(rule?.visibleTo ?? MANAGERS);
  const [isTried, setTried] = useState(false);
  const create = useMutation(api.visibility.create.mutationOptions({ onSuccess: onClose }));
  const update = useMutation(api.visibility.update.mutationOptions({ onSuccess: onClose }));
  const problem = create.error ?? update.error;
  const coverage = { pattern, match, scopes };
  const twin = findTwin(
    props.rules.filter(({ id }) => id !== rule?.id),
    coverage,
  );
  const onSubmit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setTried(true);
    if (pattern === '' || scopes.length === 0 || twin) return;
    const note = String(new FormData(event.currentTarget).get('note') ?? '');
    const content = {
      projectId,
      pattern,
      match,
      scopes: [...scopes],
      hide,
      visibleTo: [...visibleTo],
      note,
    };
    if (rule) update.mutate({ ...content, ruleId: rule.id });
    else create.mutate(content);
  };
  return (
    <Dialog
      open
      initialFocus={begin}
      wide
      onClose={onClose}
      title={rule ? 'Edit rule' : 'New rule'}
      footer={
        <DialogButtons
          onClose={onClose}
          form={formId}
          disabled={create.isPending || update.isPending}
        >
          {rule ? 'Save' : 'Create rule'}
        </DialogButtons>
      }
    >
      <form id={formId} className={styles.form} onSubmit={onSubmit} noValidate>
        {problem ? <Notice tone="error">{messageOf(problem)}</Notice> : null}
        <div className={styles.pattern}>
          <Labelled label="Attribute key">
            <Select
              label="How keys are compared"
              value={match}
              onChange={setMatch}
              options={MATCHES}
            />
          </Labelled>
          <FormField
            label="Key or pattern"
            error={isTried && pattern === '' ? 'Name an attribute.' : undefined}
          >
            <FieldInput
              mono
              ref={begin}
              autoComplete="off"
              spellCheck={false}
              maxLength={MAX_PATTERN}
              placeholder={MATCHES.find(({ value }) => value === match)?.note.split(',')[0]}
              value={pattern}
              onChange={(event) => setPattern(event.currentTarget.value)}
            />
          </FormField>
        </div>
        {twin ? (
          <Notice tone="warn">
            There is a rule for exactly this already. Edit that one instead.
          </Notice>
        ) : null}
        <ScopePicker chosen={scopes} onChange={setScopes} />
        {isTried && scopes.length === 0 ? (
          <p className={styles.bad}>Choose at least one place.</p>
        ) : null}
        <RulePreview projectId={projectId} coverage={coverage} />
        <HideChoice value={hide} onChange={setHide} />
        <div className={styles.group}>
          <h3>Who sees it all the same</h3>
          <p className="muted">
            Everybody else does not. Of several rules for one attribute each has to let somebody see
            it. Whoever works at the machine itself sees everything.
          </p>
          <ViewerPicker viewers={props.viewers} chosen={visibleTo} onChange={setVisibleTo} />
        </div>
        <FormField label="Why (optional)" name="note" hint="For other administrators.">
          <FieldInput maxLength={500} autoComplete="off" defaultValue={rule?.note ?? ''} />
        </FormField>
      </form>
    </Dialog>
  );
}
