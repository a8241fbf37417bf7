import type { ApiKey } from '../../../shared/contract/keys.ts';
import { Badge, StateDot } from '../../ui/badge.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { CopyText } from '../../ui/copy-button.tsx';
import { exactTime, formatDate } from '../../ui/format.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { useNow } from '../../ui/use-now.ts';
import table from '../../ui/table.module.css';
import { isActive, keyHint, keyState, SCOPE_TEXT } from './key-state.ts';
import styles from './keys.module.css';

const us = (iso: string): number => Date.parse(iso) * 1000;

function State({ apiKey }: { apiKey: ApiKey }) {
  const state = keyState(apiKey, useNow());
  const dot = state === 'active' ? 'ok' : state === 'replaced' ? 'warn' : 'off';
  return (
    <span className={styles.state}>
      <StateDot state={dot} />
      {state}
    </span>
  );
}

function KeyRow(props: { apiKey: ApiKey; onRotate: () => void; onRevoke: () => void }) {
  const key = props.apiKey;
  const active = isActive(key, useNow());
  return (
    <tr data-ended={active ? undefined : ''} className={styles.row}>
      <td>
        <span className={table['name']}>{key.name || 'Unnamed key'}</span>
        <span className={table['sub']}>
          <span className="mono">{keyHint(key)}</span>
        </span>
      </td>
      <td>
        {key.publicKey ? (
          <CopyText
            text={key.publicKey}
            shown={`${key.publicKey.slice(0, 14)}…`}
            what="public key"
          />
        ) : (
          <span className="faint">–</span>
        )}
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
      <td>
        <State apiKey={key} />
      </td>
      <td className={table['quiet']}>
        {key.lastUsedAt ? <RelativeTime iso={key.lastUsedAt} /> : 'never'}
      </td>
      <td className={table['quiet']}>
        <RelativeTime iso={key.createdAt} />
      </td>
      <td className={table['quiet']}>
        {key.expiresAt ? (
          <span title={exactTime(us(key.expiresAt))}>{formatDate(us(key.expiresAt))}</span>
        ) : (
          'never'
        )}
      </td>
      <td className={table['tight']}>
        {active ? (
          <span className={styles.actions}>
            {key.replacedBy === null ? (
              <IconButton
                icon="refresh"
                label={`Rotate ${keyHint(key)}`}
                onClick={props.onRotate}
              />
            ) : null}
            <Button look="danger" onClick={props.onRevoke} aria-label={`Revoke ${keyHint(key)}`}>
              Revoke
            </Button>
          </span>
        ) : null}
      </td>
    </tr>
  );
}

/** Keys as a table; nothing in it lets anybody in. */
export function KeysTable(props: {
  keys: readonly ApiKey[];
  onRotate: (key: ApiKey) => void;
  onRevoke: (key: ApiKey) => void;
}) {
  return (
    <div className={table['wrap']}>
      <table className={table['table']}>
        <thead>
          <tr>
            <th scope="col">Key</th>
            <th scope="col">Public key</th>
            <th scope="col">Scopes</th>
            <th scope="col">State</th>
            <th scope="col">Last used</th>
            <th scope="col">Created</th>
            <th scope="col">Expires</th>
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {props.keys.map((key) => (
            <KeyRow
              key={key.id}
              apiKey={key}
              onRotate={() => props.onRotate(key)}
              onRevoke={() => props.onRevoke(key)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}
