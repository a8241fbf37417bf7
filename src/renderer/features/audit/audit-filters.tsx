import { useEffect, useEffectEvent, useState, type Ref } from 'react';
import { AUDITED } from '../../../shared/audited.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icons.tsx';
import { TextInput } from '../../ui/input.tsx';
import { Select, type SelectOption } from '../../ui/select.tsx';
import { ACTOR_KINDS } from './actor-name.tsx';
import { ANY_ENTRY, isAnyEntry, type AuditSearch, type AuditTime } from './audit-search.ts';
import styles from './audit.module.css';

/** Nothing is asked while somebody is still typing, ms. */
const TYPING_MS = 250;

const ACTIONS = [
  { value: '', label: 'Any action' },
  ...Object.entries(AUDITED).flatMap(([resource, { verbs }]) => [
    { value: `${resource}.*`, label: `${resource}.*` },
    ...verbs.map((verb) => ({ value: `${resource}.${verb}`, label: `${resource}.${verb}` })),
  ]),
];

const ACTORS = [
  { value: '', label: 'Anybody' },
  { value: 'local', label: 'At this machine' },
  { value: 'person', label: 'People' },
  { value: 'key', label: 'API keys' },
  { value: 'system', label: 'The collector itself' },
];

const TIMES: readonly { value: AuditTime | ''; label: string }[] = [
  { value: '', label: 'Any time' },
  { value: '1h', label: 'Last hour' },
  { value: '24h', label: 'Last 24 hours' },
  { value: '7d', label: 'Last 7 days' },
  { value: '30d', label: 'Last 30 days' },
  { value: '90d', label: 'Last 90 days' },
];

/** Options with the chosen one among them, whoever chose it. */
function withChosen<O extends { value: string; label: string }>(
  options: readonly O[],
  value: string,
) {
  if (options.some((option) => option.value === value)) return options;
  return [...options, { value, label: value }];
}

function SearchInput({
  text: wanted,
  onChange,
  inputRef,
}: {
  text: string;
  onChange: (text: string) => void;
  inputRef: Ref<HTMLInputElement>;
}) {
  const [typed, setTyped] = useState(wanted);
  const [given, setGiven] = useState(wanted);
  if (given !== wanted) {
    // Somebody else changed it: "clear", or the way back.
    setGiven(wanted);
    setTyped(wanted);
  }
  const settle = useEffectEvent((text: string) => {
    if (text === wanted) return;
    setGiven(text);
    onChange(text);
  });
  useEffect(() => {
    const timer = setTimeout(() => settle(typed), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <div className={styles.search}>
      <Icon name="search" />
      <TextInput
        ref={inputRef}
        type="search"
        aria-label="Search the audit log"
        placeholder="Search names, ids, addresses, values"
        maxLength={100}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </div>
  );
}

/** What to look for: text, action, actor, project, time. */
export function AuditFilters(props: {
  search: AuditSearch;
  /** What the log can be read of: ids of organizations and projects, or the empty one for all of it. */
  places: readonly SelectOption<string>[];
  onChange: (search: AuditSearch) => void;
  inputRef: Ref<HTMLInputElement>;
}) {
  const { search } = props;
  const change = (part: Partial<AuditSearch>): void => props.onChange({ ...search, ...part });
  const kind = Object.hasOwn(ACTOR_KINDS, search.actor) ? search.actor : '';
  return (
    <div className={styles.filters} role="search" aria-label="Audit log">
      <SearchInput
        text={search.text}
        onChange={(text) => change({ text })}
        inputRef={props.inputRef}
      />
      <Select
        label="Action"
        value={search.action}
        options={withChosen(ACTIONS, search.action)}
        onChange={(action) => change({ action })}
      />
      <Select label="Who" value={kind} options={ACTORS} onChange={(actor) => change({ actor })} />
      <Select
        label="About"
        value={search.projectId || search.organizationId}
        options={withChosen(props.places, search.projectId || search.organizationId)}
        onChange={(place) =>
          change(
            place.startsWith('org_')
              ? { organizationId: place, projectId: '' }
              : { organizationId: '', projectId: place },
          )
        }
      />
      <Select
        label="Time"
        icon="clock"
        value={search.time}
        options={TIMES}
        onChange={(time) => change({ time })}
      />
      {search.actor !== '' && kind === '' ? (
        <Button
          icon="x"
          onClick={() => change({ actor: '' })}
          aria-label={`Not only by ${search.actor}`}
        >
          By {search.actor}
        </Button>
      ) : null}
      {search.resource === '' ? null : (
        <Button
          icon="x"
          onClick={() => change({ resource: '' })}
          aria-label={`Not only on ${search.resource}`}
        >
          On {search.resource}
        </Button>
      )}
      {isAnyEntry(search) ? null : (
        <Button look="ghost" onClick={() => props.onChange(ANY_ENTRY)}>
          Clear
        </Button>
      )}
    </div>
  );
}
