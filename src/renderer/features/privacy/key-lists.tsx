import type { RedactionRules } from '../../../shared/contract/redaction.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { AllowedList } from '../collector/allowed-list.tsx';
import { addressOf, domainOf, keyOf } from './list-entries.ts';
import type { Draft } from './use-draft.ts';
import styles from './privacy.module.css';

type ListName = 'dropKeys' | 'keepOnlyKeys' | 'allowKeys' | 'allowDomains' | 'allowAddresses';

interface ListWords {
  readonly name: ListName;
  readonly title: string;
  readonly means: string;
  readonly label: string;
  readonly placeholder: string;
  readonly action: string;
  readonly none: string;
  readonly parse: (text: string) => string | null;
  readonly hint: string;
}

const KEY_HINT = 'Write a key of at most 512 characters, such as user.* or db.query.text.';

/** Lists about attribute keys. */
export const KEY_LISTS: readonly ListWords[] = [
  {
    name: 'dropKeys',
    title: 'Drop these attributes',
    means: 'They are never stored. An asterisk at the end stands for any ending.',
    label: 'Key to drop',
    placeholder: 'http.request.header.*',
    action: 'Drop key',
    none: 'None is dropped.',
    parse: keyOf,
    hint: KEY_HINT,
  },
  {
    name: 'keepOnlyKeys',
    title: 'Keep only these attributes',
    means: 'When there is one, all others are dropped; service.* and deployment.* stay.',
    label: 'Key to keep',
    placeholder: 'gen_ai.*',
    action: 'Keep key',
    none: 'All are kept.',
    parse: keyOf,
    hint: KEY_HINT,
  },
];

/** Lists of what is never redacted. */
export const ALLOW_LISTS: readonly ListWords[] = [
  {
    name: 'allowKeys',
    title: 'Attributes',
    means: 'Their values are never looked at.',
    label: 'Key to allow',
    placeholder: 'order.id',
    action: 'Allow key',
    none: 'Every attribute is looked at.',
    parse: keyOf,
    hint: KEY_HINT,
  },
  {
    name: 'allowDomains',
    title: 'E-mail domains',
    means: 'Addresses at these and their subdomains stay.',
    label: 'Domain to allow',
    placeholder: 'example.com',
    action: 'Allow domain',
    none: 'No domain is allowed.',
    parse: domainOf,
    hint: 'Write a domain such as example.com.',
  },
  {
    name: 'allowAddresses',
    title: 'IP addresses',
    means: 'Single ones or ranges.',
    label: 'Address to allow',
    placeholder: '203.0.113.0/24',
    action: 'Allow address',
    none: 'No address is allowed.',
    parse: addressOf,
    hint: 'Write an address or a range such as 203.0.113.0/24 or 2001:db8::/32.',
  },
];

/** Lists as they are edited, or only shown. */
export function KeyLists(props: { lists: readonly ListWords[]; draft: Draft; mayManage: boolean }) {
  const { draft, mayManage } = props;
  const change = (name: ListName, entries: string[]): void =>
    draft.change({ [name]: entries } as Pick<RedactionRules, ListName>);
  return (
    <div className={styles.lists}>
      {props.lists.map(({ name, title, means, ...words }) => (
        <section key={name} className={styles.list} aria-label={title}>
          <h3>{title}</h3>
          <p className="muted">{means}</p>
          {mayManage ? (
            <AllowedList
              {...words}
              entries={draft.rules[name]}
              onChange={(entries) => change(name, entries)}
            />
          ) : draft.rules[name].length === 0 ? (
            <p className="faint">{words.none}</p>
          ) : (
            <ul className={styles.entries}>
              {draft.rules[name].map((entry) => (
                <li key={entry}>
                  <code>{entry}</code>
                </li>
              ))}
            </ul>
          )}
          {name === 'allowAddresses' ? (
            <Checkbox
              checked={draft.rules.allowPrivateAddresses}
              disabled={!mayManage}
              onChange={(allowPrivateAddresses) => draft.change({ allowPrivateAddresses })}
            >
              Allow private ranges (10/8, 172.16/12, 192.168/16, fc00::/7, …)
            </Checkbox>
          ) : null}
        </section>
      ))}
    </div>
  );
}
