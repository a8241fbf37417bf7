import type { ApiKey } from '../../../shared/contract/keys.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import table from '../../ui/table.module.css';
import { SortHeading } from '../../ui/sort-heading.tsx';
import { useNow } from '../../ui/use-now.ts';
import type { KeySort, KeyView } from './key-query.ts';
import { KeyRow, type KeyAction } from './key-row.tsx';
import { isActive } from './key-state.ts';

/** A page of keys as a table; nothing in it lets anybody in. */
export function KeysTable(props: {
  keys: readonly ApiKey[];
  view: KeyView;
  /** Ids of the chosen keys. */
  chosen: ReadonlySet<string>;
  /** Whether keys can be chosen and changed. */
  mayManage: boolean;
  onChoose: (keys: readonly ApiKey[], chosen: boolean) => void;
  onSort: (sort: KeySort) => void;
  onAction: (action: KeyAction, key: ApiKey) => void;
}) {
  const { keys, view, chosen, mayManage } = props;
  const now = useNow();
  const working = keys.filter((key) => isActive(key, now));
  const some = working.filter(({ id }) => chosen.has(id)).length;
  const sorted = { by: view.sort, order: view.order, onSort: props.onSort };
  return (
    <div className={table['wrap']}>
      <table className={table['table']} aria-label="API keys">
        <thead>
          <tr>
            {mayManage ? (
              <th scope="col">
                <Checkbox
                  aria-label="Choose all keys on this page"
                  checked={working.length > 0 && some === working.length}
                  indeterminate={some > 0 && some < working.length}
                  disabled={working.length === 0}
                  onChange={(on) => props.onChoose(working, on)}
                />
              </th>
            ) : null}
            <SortHeading {...sorted} column="name">
              Key
            </SortHeading>
            <th scope="col">Allows</th>
            <SortHeading {...sorted} column="expires">
              State
            </SortHeading>
            <SortHeading {...sorted} column="lastUsed">
              Last used
            </SortHeading>
            <SortHeading {...sorted} column="spans" right>
              Spans
            </SortHeading>
            <SortHeading {...sorted} column="created">
              Created
            </SortHeading>
            {mayManage ? (
              <th scope="col">
                <span className="visually-hidden">Actions</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <KeyRow
              key={key.id}
              apiKey={key}
              chosen={chosen.has(key.id)}
              mayManage={mayManage}
              onChoose={(on) => props.onChoose([key], on)}
              onAction={(action) => props.onAction(action, key)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}
