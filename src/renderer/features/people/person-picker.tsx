import { Combobox } from '@base-ui/react/combobox';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Candidate } from '../../../shared/contract/members.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { formatCount } from '../../ui/format.ts';
import inputs from '../../ui/input.module.css';
import { usePopupPlace } from '../../ui/popup-place.ts';
import popups from '../../ui/popup.module.css';
import styles from './person-picker.module.css';

function nobody(as: 'member' | 'owner', search: string): string {
  if (search.trim() !== '') return 'Nobody matches.';
  return as === 'member'
    ? 'Everybody of the organization is a member already.'
    : 'There is nobody else in the organization who can sign in.';
}

/** Chooses somebody of a project's organization by typing part of a name or an address, with the keyboard alone. */
export function PersonPicker(props: {
  label: string;
  projectId: string;
  /** Whom to offer: those who can be added, or those who can own the project. */
  as: 'member' | 'owner';
  value: Candidate | null;
  onChange: (person: Candidate | null) => void;
  /** Left out of what is offered. */
  without?: string | undefined;
}) {
  const { value, projectId, as } = props;
  const [text, setText] = useState('');
  const place = usePopupPlace();
  const search = text === value?.name ? '' : text.slice(0, 200);
  const { data, error } = useQuery(
    api.members.candidates.queryOptions({
      input: { projectId, as, search },
      placeholderData: keepPreviousData,
    }),
  );
  const items = (data?.candidates ?? []).filter(({ personId }) => personId !== props.without);
  const more = (data?.total ?? 0) - (data?.candidates.length ?? 0);
  return (
    <Combobox.Root
      items={items}
      filter={null}
      value={value}
      onValueChange={props.onChange}
      inputValue={text}
      onInputValueChange={setText}
      itemToStringLabel={({ name }: Candidate) => name}
      isItemEqualToValue={(a: Candidate, b: Candidate) => a.personId === b.personId}
      autoHighlight
    >
      <Combobox.Input
        aria-label={props.label}
        className={inputs['input']}
        placeholder="Type a name or an e-mail address"
        spellCheck={false}
      />
      <Combobox.Portal {...place}>
        <Combobox.Positioner className={popups['positioner']} sideOffset={4}>
          <Combobox.Popup className={`${popups['popup'] ?? ''} ${styles.popup ?? ''}`}>
            <Combobox.Empty>
              <div className={styles.empty}>
                {error ? messageOf(error) : data ? nobody(as, search) : 'Loading…'}
              </div>
            </Combobox.Empty>
            <Combobox.List>
              {(person: Candidate) => (
                <Combobox.Item key={person.personId} value={person} className={popups['item']}>
                  <span className="truncate">{person.name}</span>
                  <span className={popups['note']}>
                    {[person.email, person.roleName].filter(Boolean).join(' · ')}
                  </span>
                </Combobox.Item>
              )}
            </Combobox.List>
            {more > 0 ? (
              <div className={styles.empty}>And {formatCount(more)} more: type to find them.</div>
            ) : null}
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  );
}
