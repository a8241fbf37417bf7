import { clsx } from 'clsx';
import type { ApiKey } from '../../../shared/contract/keys.ts';
import { Badge, StateDot } from '../../ui/badge.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { copyAndTell } from '../../ui/copy.ts';
import { CopyText } from '../../ui/copy-button.tsx';
import { exactTime, formatCompact, formatCount, formatPlural } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { Menu } from '../../ui/menu.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import table from '../../ui/table.module.css';
import { useNow } from '../../ui/use-now.ts';
import {
  endsSoon,
  endText,
  isActive,
  keyHint,
  keyState,
  SCOPE_TEXT,
  sinceReplaced,
} from './key-state.ts';
import styles from './keys.module.css';

/** What can be done with one key. */
export type KeyAction = 'edit' | 'rotate' | 'regenerate' | 'revoke';

function StateCell({ apiKey: key }: { apiKey: ApiKey }) {
  const now = useNow();
  const state = keyState(key, now);
  const soon = endsSoon(key, now);
  const dot = state === 'replaced' || soon ? 'warn' : state === 'active' ? 'ok' : 'off';
  const used = isActive(key, now) ? sinceReplaced(key, now) : null;
  return (
    <td>
      <span className={styles.state}>
        <StateDot state={dot} />
        {state}
      </span>
      <span
        className={soon ? styles.soon : `${table['sub'] ?? ''} ${styles.end ?? ''}`}
        title={key.expiresAt ? exactTime(Date.parse(key.expiresAt) * 1000) : undefined}
      >
        {soon ? <Icon name="clock" size={12} /> : null}
        {endText(key, now)}
      </span>
      {used ? <span className={table['sub']}>{used}</span> : null}
    </td>
  );
}

function LastUsedCell({ apiKey: key }: { apiKey: ApiKey }) {
  const from = [key.lastUsedFrom, key.lastUsedBy].filter(Boolean).join(' · ');
  return (
    <td className={table['quiet']}>
      {key.lastUsedAt ? <RelativeTime iso={key.lastUsedAt} /> : 'never'}
      {from ? (
        <span className={`${table['sub'] ?? ''} ${styles.from ?? ''}`} title={from}>
          {from}
        </span>
      ) : null}
    </td>
  );
}

/** What can be done with a key that works. */
function ActionsCell(props: { apiKey: ApiKey; onAction: (action: KeyAction) => void }) {
  const { apiKey: key, onAction } = props;
  const hint = keyHint(key);
  return (
    <td className={table['tight']}>
      {isActive(key, useNow()) ? (
        <span className={styles.actions}>
          {key.replacedBy === null ? (
            <IconButton
              icon="refresh"
              label={`Rotate ${hint}`}
              onClick={() => onAction('rotate')}
            />
          ) : null}
          <Button
            look="danger"
            onClick={() => onAction('revoke')}
            aria-label={key.replacedBy === null ? `Revoke ${hint}` : `End ${hint} now`}
          >
            {key.replacedBy === null ? 'Revoke' : 'End now'}
          </Button>
          <Menu
            align="end"
            trigger={<IconButton icon="more" label={`More about ${hint}`} />}
            entries={[
              { label: 'Edit…', icon: 'settings', onSelect: () => onAction('edit') },
              {
                label: 'Regenerate…',
                icon: 'refresh',
                disabled: key.replacedBy !== null,
                onSelect: () => onAction('regenerate'),
              },
              {
                label: 'Copy id',
                icon: 'copy',
                onSelect: () => copyAndTell(key.id, 'Id copied'),
              },
            ]}
          />
        </span>
      ) : null}
    </td>
  );
}

/** One key: what it is, whether it works, who uses it and how much, and what can be done. */
export function KeyRow(props: {
  apiKey: ApiKey;
  chosen: boolean;
  mayManage: boolean;
  onChoose: (chosen: boolean) => void;
  onAction: (action: KeyAction) => void;
}) {
  const { apiKey: key } = props;
  const active = isActive(key, useNow());
  const hint = keyHint(key);
  return (
    <tr data-ended={active ? undefined : ''} className={styles.row}>
      {props.mayManage ? (
        <td className={table['tight']}>
          <Checkbox
            aria-label={`Choose ${hint}`}
            checked={props.chosen}
            disabled={!active}
            onChange={props.onChoose}
          />
        </td>
      ) : null}
      <td className={styles.key}>
        <span className={styles.title}>
          <span className={clsx(table['name'], 'truncate')} title={key.name}>
            {key.name || 'Unnamed key'}
          </span>
          {key.environment ? <Badge title="Environment">{key.environment}</Badge> : null}
          {key.allowedAddresses.length > 0 ? (
            <Badge tone="accent" title={`Only from ${key.allowedAddresses.join(', ')}`}>
              {formatPlural(key.allowedAddresses.length, 'address', 'addresses')}
            </Badge>
          ) : null}
        </span>
        <span className={table['sub']}>
          <span className="mono">{hint}</span>
          {key.publicKey ? (
            <>
              {' '}
              <CopyText
                text={key.publicKey}
                shown={`${key.publicKey.slice(0, 14)}…`}
                what="public key"
              />
            </>
          ) : null}
        </span>
      </td>
      <td>
        <span className={styles.scopes}>
          {key.scopes.map((scope) => (
            <Badge key={scope} title={SCOPE_TEXT[scope].note}>
              {SCOPE_TEXT[scope].label}
            </Badge>
          ))}
        </span>
      </td>
      <StateCell apiKey={key} />
      <LastUsedCell apiKey={key} />
      <td
        className={table['num']}
        title={`${formatPlural(key.spanCount, 'span')} in ${formatPlural(key.requestCount, 'request')}`}
      >
        {key.spanCount < 100_000 ? formatCount(key.spanCount) : formatCompact(key.spanCount)}
      </td>
      <td className={table['quiet']}>
        <RelativeTime iso={key.createdAt} />
        {key.createdBy ? <span className={table['sub']}>by {key.createdBy}</span> : null}
      </td>
      {props.mayManage ? <ActionsCell apiKey={key} onAction={props.onAction} /> : null}
    </tr>
  );
}
