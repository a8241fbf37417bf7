import { useId, useState, type FormEvent } from 'react';
import type { RedactionRules } from '../../../shared/contract/redaction.ts';
import { MAX_PATTERN } from '../../../shared/redaction.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FieldInput, FormField, TextArea } from '../../ui/input.tsx';
import { Select } from '../../ui/select.tsx';
import { ReplacementField } from './replacement-field.tsx';
import {
  fieldsOf,
  nameOf,
  NEW_RULE,
  readRule,
  typeOf,
  type RuleFields,
  type RuleProblems,
} from './rule-fields.ts';
import { RuleTrial } from './rule-trial.tsx';
import styles from './privacy.module.css';
import dialog from './rule-dialog.module.css';

type Rule = RedactionRules['rules'][number];

const KINDS = [
  { value: 'pattern', label: 'Pattern', note: 'RE2 syntax' },
  { value: 'keywords', label: 'Words', note: 'whole words' },
] as const;

/** Stands for the name of a rule that is tried without one. */
const UNNAMED = 'rule';

/** Makes a rule, or changes one, and shows at once what it finds. It is saved with the other changes. */
export function RuleDialog(props: {
  projectId: string;
  rule: Rule | undefined;
  /** Names of the other rules. */
  taken: readonly string[];
  onKeep: (rule: Rule) => void;
  onClose: () => void;
}) {
  const formId = useId();
  const wordsId = useId();
  const [fields, setFields] = useState(props.rule ? fieldsOf(props.rule) : NEW_RULE);
  const [isTried, setTried] = useState(false);
  const [failure, setFailure] = useState<string>();
  const read = readRule(fields, props.taken);
  const found: RuleProblems = 'problems' in read ? read.problems : {};
  // A name that cannot be one is told of at once; what is still to be written only when it is missed.
  const problems: RuleProblems = isTried
    ? found
    : fields.id === '' || found.id === undefined
      ? {}
      : { id: found.id };
  // What it finds is worth seeing before it has a name.
  const tried = readRule({ ...fields, id: UNNAMED, type: '' }, []);
  const change = (part: Partial<RuleFields>): void => setFields({ ...fields, ...part });
  const onSubmit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    event.stopPropagation();
    setTried(true);
    if ('rule' in read && failure === undefined) props.onKeep(read.rule);
  };
  const isPattern = fields.kind === 'pattern';
  return (
    <Dialog
      open
      wide
      onClose={props.onClose}
      title={props.rule ? `Edit rule ${props.rule.id}` : 'New rule'}
      description="It takes effect once the changes of this screen are saved."
      footer={
        <DialogButtons onClose={props.onClose} form={formId}>
          {props.rule ? 'Change rule' : 'Add rule'}
        </DialogButtons>
      }
    >
      <form id={formId} className={styles.form} onSubmit={onSubmit} noValidate>
        <div className={dialog.pair}>
          <FormField label="Name" hint="Named so in the redaction audit." error={problems.id}>
            <FieldInput
              mono
              autoComplete="off"
              maxLength={40}
              placeholder="employee-number"
              value={fields.id}
              onChange={(event) => change({ id: nameOf(event.currentTarget.value) })}
            />
          </FormField>
          <FormField
            label="Type"
            hint="What {type} stands for in the replacement."
            error={problems.type}
          >
            <FieldInput
              mono
              autoComplete="off"
              maxLength={40}
              placeholder={typeOf(fields.id) || 'EMPLOYEE_NUMBER'}
              value={fields.type}
              onChange={(event) => change({ type: event.currentTarget.value })}
            />
          </FormField>
        </div>
        <div className={dialog.what}>
          <div className={dialog.words}>
            {/* The list beside it has a name for who does not see this one. */}
            <span className="label" aria-hidden="true">
              Finds
            </span>
            <Select
              label="How it finds"
              value={fields.kind}
              options={KINDS}
              onChange={(kind) => {
                change({ kind, ignoreCase: kind === 'keywords' });
                setTried(false);
              }}
            />
          </div>
          {isPattern ? (
            <FormField label="Pattern" error={failure ?? problems.words}>
              <FieldInput
                mono
                autoComplete="off"
                spellCheck={false}
                maxLength={MAX_PATTERN}
                placeholder={String.raw`\bEMP-[0-9]{6}\b`}
                value={fields.pattern}
                onChange={(event) => change({ pattern: event.currentTarget.value })}
              />
            </FormField>
          ) : (
            <div className={dialog.words}>
              <label className="label" htmlFor={wordsId}>
                Words, one a line
              </label>
              <TextArea
                mono
                rows={5}
                id={wordsId}
                aria-invalid={problems.words ? true : undefined}
                placeholder={'Project Falcon\nBlue Sky'}
                value={fields.keywords}
                onChange={(event) => change({ keywords: event.currentTarget.value })}
              />
              {problems.words ? <p className={styles.bad}>{problems.words}</p> : null}
            </div>
          )}
        </div>
        <div className={styles.row}>
          <Checkbox checked={fields.ignoreCase} onChange={(ignoreCase) => change({ ignoreCase })}>
            Upper and lower case are the same
          </Checkbox>
          <span className={styles.row}>
            <span className="muted">Replacement</span>
            <ReplacementField
              of="this rule"
              value={fields.replacement ?? { kind: 'text', template: '[{type}]' }}
              mayInherit={false}
              onChange={(replacement) => change({ replacement })}
            />
          </span>
        </div>
        <RuleTrial
          projectId={props.projectId}
          rule={'rule' in read ? read.rule : 'rule' in tried ? tried.rule : undefined}
          onFailure={setFailure}
        />
      </form>
    </Dialog>
  );
}
