import type { Viewer, VisibilityRule } from '../../../shared/contract/visibility.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { PassingButton } from '../../ui/passing-button.tsx';
import { NamePieces } from '../../ui/name-pieces.tsx';
import table from '../../ui/table.module.css';
import { HIDE_WORDS, MATCH_WORDS, SCOPE_ORDER, SCOPE_WORDS } from './scope-words.ts';
import { namesOf } from './viewer-names.ts';
import styles from './visibility.module.css';

/** Who sees: the first few by name, all of them on hover. */
const SHOWN = 3;

function SeenBy({ names }: { names: readonly string[] }) {
  if (names.length === 0) return <span className="muted">nobody</span>;
  const rest = names.length - SHOWN;
  return (
    <span className={styles.chips} title={names.join('\n')}>
      {names.slice(0, rest === 1 ? SHOWN + 1 : SHOWN).map((name) => (
        <Badge key={name}>{name}</Badge>
      ))}
      {rest > 1 ? <span className="faint">and {rest} more</span> : null}
    </span>
  );
}

/** Rules of a project, one a row. */
export function RulesTable(props: {
  rules: readonly VisibilityRule[];
  viewers: readonly Viewer[];
  mayManage: boolean;
  onEdit: (rule: VisibilityRule) => void;
  onDelete: (rule: VisibilityRule) => void;
}) {
  return (
    <div className={table['wrap']}>
      <table className={table['table']} aria-label="Visibility rules">
        <thead>
          <tr>
            <th scope="col">Attribute</th>
            <th scope="col">Where</th>
            <th scope="col">Hides</th>
            <th scope="col">Seen by</th>
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {props.rules.map((rule) => (
            <tr key={rule.id}>
              <td className={styles.attribute}>
                <span className="faint">{MATCH_WORDS[rule.match]}</span>{' '}
                <code className={styles.key} title={rule.pattern}>
                  <NamePieces text={rule.pattern} />
                </code>
                {rule.note ? <span className={table['sub']}>{rule.note}</span> : null}
              </td>
              <td>
                <span className={styles.chips}>
                  {SCOPE_ORDER.filter((scope) => rule.scopes.includes(scope)).map((scope) => (
                    <Badge key={scope} title={SCOPE_WORDS[scope].means}>
                      {SCOPE_WORDS[scope].name}
                    </Badge>
                  ))}
                </span>
              </td>
              <td className={table['quiet']}>{HIDE_WORDS[rule.hide]}</td>
              <td>
                <SeenBy names={namesOf(rule.visibleTo, props.viewers)} />
              </td>
              <td className={table['tight']}>
                {props.mayManage ? (
                  <>
                    <Button
                      look="ghost"
                      aria-label={`Edit the rule for ${rule.pattern}`}
                      onClick={() => props.onEdit(rule)}
                    >
                      Edit
                    </Button>
                    <PassingButton
                      look="ghost"
                      aria-label={`Delete the rule for ${rule.pattern}`}
                      onClick={() => props.onDelete(rule)}
                    >
                      Delete
                    </PassingButton>
                  </>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
