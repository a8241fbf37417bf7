import type { RedactionRules } from '../../../shared/contract/redaction.ts';
import {
  MAX_TEMPLATE,
  REPLACEMENT_KINDS,
  type ReplacementKind,
} from '../../../shared/redaction.ts';
import { TextInput } from '../../ui/input.tsx';
import { Select } from '../../ui/select.tsx';
import { REPLACEMENT_WORDS } from './type-words.ts';
import styles from './privacy.module.css';

type Replacement = RedactionRules['replacement'];

const DEFAULT_TEMPLATE = '[{type}]';
const INHERIT = { value: 'inherit' as const, label: 'Default', note: 'of the project' };
const KINDS = REPLACEMENT_KINDS.map((kind) => ({
  value: kind,
  label: REPLACEMENT_WORDS[kind].name,
  note: REPLACEMENT_WORDS[kind].note,
}));

/** What is put in place of something; `undefined` is the default of the project, where that is offered. */
export function ReplacementField(props: {
  /** What it is for, such as "E-mail". */
  of: string;
  value: Replacement | undefined;
  mayInherit: boolean;
  onChange: (replacement: Replacement | undefined) => void;
}) {
  const { value } = props;
  const options = props.mayInherit ? [INHERIT, ...KINDS] : KINDS;
  const choose = (kind: ReplacementKind | 'inherit'): void => {
    if (kind === 'inherit') props.onChange(undefined);
    else props.onChange(kind === 'text' ? { kind, template: DEFAULT_TEMPLATE } : { kind });
  };
  return (
    <span className={styles.replacement}>
      <Select
        label={`Replacement of ${props.of}`}
        value={value?.kind ?? ('inherit' as const)}
        options={options}
        onChange={choose}
      />
      {value?.kind === 'text' ? (
        <TextInput
          mono
          className={styles.template ?? ''}
          aria-label={`Text in place of ${props.of}`}
          maxLength={MAX_TEMPLATE}
          value={value.template ?? DEFAULT_TEMPLATE}
          onChange={(event) =>
            props.onChange({ kind: 'text', template: event.currentTarget.value })
          }
        />
      ) : null}
    </span>
  );
}

/** The same in the same words, for those who may only look at it. */
export function ReplacementText({ value }: { value: Replacement | undefined }) {
  if (value === undefined) return <span>{INHERIT.label}</span>;
  return (
    <span>
      {REPLACEMENT_WORDS[value.kind].name}
      {value.kind === 'text' ? (
        <>
          {' '}
          <code>{value.template ?? DEFAULT_TEMPLATE}</code>
        </>
      ) : null}
    </span>
  );
}
