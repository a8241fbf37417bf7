import { useState } from 'react';
import { messageOf } from '../../client/call-error.ts';
import { Badge } from '../../ui/badge.tsx';
import { TextArea } from '../../ui/input.tsx';
import { MarkedText } from './marked-text.tsx';
import { typeName } from './type-words.ts';
import type { Draft } from './use-draft.ts';
import { useTrial } from './use-trial.ts';
import styles from './privacy.module.css';
import trial from './trial.module.css';

const FIRST_TEXT = `Call me at +1 (415) 555-0142 or
ada@corp.io about trace
4bf92f3577b34da6a3ce929d0e0e4736,
version 1.24.0.3, card 4111 1111 1111 1111`;

/** A text beside the rules: what they make of it while they are edited. */
export function QuickTrial({ projectId, draft }: { projectId: string; draft: Draft }) {
  const [text, setText] = useState(FIRST_TEXT);
  const { asked, tried, error } = useTrial(projectId, draft.changes, [{ key: '', text }]);
  const [result] = tried ?? [];
  const shown = asked[0]?.text ?? '';
  return (
    <aside className={styles.aside} aria-label="Try it">
      <h2>Try it</h2>
      <TextArea
        mono
        rows={6}
        aria-label="Text to try the rules on"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <p className="faint">As if redaction were on. Nothing typed here is stored.</p>
      {error ? (
        <p className={styles.bad}>{messageOf(error)}</p>
      ) : result ? (
        <>
          <div className={trial.after} role="region" aria-label="What would be stored">
            <MarkedText before={shown} after={result.text} hits={result.hits} show="after" />
          </div>
          <ul className={styles.chips} aria-label="What was found">
            {[...new Set(result.hits.map(({ type, rule }) => `${typeName(type)} · ${rule}`))].map(
              (words) => (
                <li key={words}>
                  <Badge tone="warn">{words}</Badge>
                </li>
              ),
            )}
          </ul>
          {result.hits.length === 0 && text !== '' ? (
            <p className="muted">Nothing in it would be replaced.</p>
          ) : null}
        </>
      ) : (
        <div className={trial.after} aria-hidden="true" />
      )}
    </aside>
  );
}
