import { useRef, useState } from 'react';
import { formatPlural } from '../../ui/format.ts';
import { Button } from '../../ui/button.tsx';
import { changeWords } from './draft.ts';
import { SaveDialog } from './save-dialog.tsx';
import type { Draft } from './use-draft.ts';
import styles from './privacy.module.css';

/** Where whoever works by keyboard goes on once nothing is left to save: the bar is gone. */
function panel(): HTMLElement | null {
  return document.querySelector<HTMLElement>('[role="tabpanel"]');
}

/** At the foot of the screen while something is not saved. */
export function SaveBar({ projectId, draft }: { projectId: string; draft: Draft }) {
  const [isSaving, setSaving] = useState(false);
  const saves = useRef<HTMLButtonElement>(null);
  if (!draft.isDirty) return null;
  const words = changeWords(draft.stored, draft.rules);
  return (
    <div className={styles.saveBar} role="region" aria-label="Unsaved changes">
      <strong>{formatPlural(words.length, 'unsaved change')}</strong>
      <span className={styles.changed} title={words.join('\n')}>
        {words.join(' · ')}
      </span>
      <Button
        onClick={() => {
          panel()?.focus({ preventScroll: true });
          draft.discard();
        }}
      >
        Discard
      </Button>
      <Button ref={saves} look="primary" onClick={() => setSaving(true)}>
        Save
      </Button>
      {isSaving ? (
        <SaveDialog
          projectId={projectId}
          draft={draft}
          onClose={() => setSaving(false)}
          finalFocus={() => saves.current ?? panel() ?? false}
        />
      ) : null}
    </div>
  );
}
