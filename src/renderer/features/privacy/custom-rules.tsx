import { clsx } from 'clsx';
import { useRef, useState } from 'react';
import type { RedactionRules } from '../../../shared/contract/redaction.ts';
import { MAX_CUSTOM_RULES } from '../../../shared/redaction.ts';
import { Button } from '../../ui/button.tsx';
import { REMOVES, useFocusAfterRemoval } from '../../ui/focus-after-removal.ts';
import { formatPlural } from '../../ui/format.ts';
import { TextInput } from '../../ui/input.tsx';
import { Section } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import table from '../../ui/table.module.css';
import { findRules } from './find-rules.ts';
import { RuleDialog } from './rule-dialog.tsx';
import type { Draft } from './use-draft.ts';
import finds from './finds.module.css';
import styles from './privacy.module.css';

type Rule = RedactionRules['rules'][number];

/** From so many on they are searched rather than read. */
const MANY = 8;

/** Rules of the project's own: patterns and words. */
export function CustomRules(props: { projectId: string; draft: Draft; mayManage: boolean }) {
  const { projectId, draft, mayManage } = props;
  const { rules } = draft.rules;
  const [edited, setEdited] = useState<Rule | 'new'>();
  const [wanted, setWanted] = useState('');
  const isFull = rules.length >= MAX_CUSTOM_RULES;
  const isSearched = rules.length >= MANY;
  const found = isSearched ? findRules(rules, wanted) : rules;
  const list = useRef<HTMLTableElement>(null);
  const adds = useRef<HTMLButtonElement>(null);
  const removing = useFocusAfterRemoval(list, adds, rules.length);
  const keep = (rule: Rule): void => {
    const next =
      edited === 'new'
        ? [...rules, rule]
        : rules.map((each) => (each.id === edited?.id ? rule : each));
    draft.change({ rules: next });
    // What was just written has to be in the list.
    setWanted('');
    setEdited(undefined);
  };
  return (
    <Section
      title="Your rules"
      description={
        isFull
          ? `${MAX_CUSTOM_RULES} rules are all there can be: delete one to add another.`
          : `${isSearched ? `${formatPlural(rules.length, 'rule')}. ` : ''}Words, or regular expressions in RE2 syntax, which cannot hang the collector.`
      }
      actions={
        <>
          {isSearched ? (
            <TextInput
              type="search"
              aria-label="Search your rules"
              placeholder="Search"
              value={wanted}
              onChange={(event) => setWanted(event.target.value)}
            />
          ) : null}
          {mayManage ? (
            <Button ref={adds} icon="plus" disabled={isFull} onClick={() => setEdited('new')}>
              Add rule
            </Button>
          ) : null}
        </>
      }
    >
      {rules.length === 0 ? (
        <p className={styles.none}>
          None yet. Employee numbers, project names, customer ids: whatever is personal or secret
          here and nowhere else.
        </p>
      ) : found.length === 0 ? (
        <EmptyState
          icon="search"
          title="No rule matches"
          actions={<Button onClick={() => setWanted('')}>Show all</Button>}
        >
          Names, types, patterns and words are looked through.
        </EmptyState>
      ) : (
        <div className={clsx(table['wrap'], finds.ruleList)}>
          <table ref={list} className={table['table']} aria-label="Your rules">
            <thead>
              <tr>
                <th scope="col">Rule</th>
                <th scope="col">Finds</th>
                <th scope="col">Becomes</th>
                <th scope="col">
                  <span className="visually-hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {found.map((rule, index) => (
                <tr key={rule.id}>
                  <td className={clsx(finds.finds, finds.ruleName)} title={rule.id}>
                    {rule.id}
                  </td>
                  <td className={clsx(finds.finds, finds.ruleFinds)}>
                    <Finds rule={rule} />
                  </td>
                  <td className={clsx(finds.finds, finds.ruleName)}>
                    <code title={becomes(rule)}>{becomes(rule)}</code>
                  </td>
                  <td className={table['tight']}>
                    {mayManage ? (
                      <>
                        <Button
                          look="ghost"
                          aria-label={`Edit rule ${rule.id}`}
                          onClick={() => setEdited(rule)}
                        >
                          Edit
                        </Button>
                        <Button
                          look="ghost"
                          aria-label={`Delete rule ${rule.id}`}
                          onClick={() => {
                            removing(index);
                            draft.change({ rules: rules.filter(({ id }) => id !== rule.id) });
                          }}
                          {...REMOVES}
                        >
                          Delete
                        </Button>
                      </>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {edited ? (
        <RuleDialog
          projectId={projectId}
          rule={edited === 'new' ? undefined : edited}
          taken={rules.filter((each) => each !== edited).map(({ id }) => id)}
          onKeep={keep}
          onClose={() => setEdited(undefined)}
        />
      ) : null}
    </Section>
  );
}

function Finds({ rule }: { rule: Rule }) {
  if (rule.kind === 'pattern') return <code title={rule.pattern}>{rule.pattern}</code>;
  const words = rule.keywords ?? [];
  return (
    <span title={words.join('\n')}>
      {formatPlural(words.length, 'word')}: {words.slice(0, 4).join(', ')}
      {words.length > 4 ? ', …' : ''}
    </span>
  );
}

/** What a rule puts in place, as far as it is the same for all it finds. */
function becomes({ type, replacement }: Rule): string {
  switch (replacement?.kind) {
    case 'mask':
      return '****';
    case 'pseudonym':
      return `[${type}:…]`;
    case 'remove':
      return 'nothing';
    default:
      return (replacement?.template ?? '[{type}]').replaceAll('{type}', type);
  }
}
