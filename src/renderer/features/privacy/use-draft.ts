import { create } from 'zustand';
import type { RedactionRules } from '../../../shared/contract/redaction.ts';
import { endsWithSession } from '../../client/belongings.ts';
import { keepForPerson } from '../../client/kept-for-person.ts';
import { changesOf, type RuleChanges } from './draft.ts';

/** Changes by project that are not saved; in memory only, so that leaving the screen loses nothing. */
const useDrafts = create<Readonly<Record<string, RuleChanges>>>()(() => ({}));
endsWithSession(() => useDrafts.setState({}, true));
keepForPerson(() => {
  const drafts = useDrafts.getState();
  const isWritten = Object.values(drafts).some((changes) => Object.keys(changes).length > 0);
  return isWritten ? () => useDrafts.setState(drafts) : undefined;
});

/** Rules as they are being edited. */
export interface Draft {
  readonly stored: RedactionRules;
  /** The stored rules with the changes in them. */
  readonly rules: RedactionRules;
  readonly changes: RuleChanges;
  readonly isDirty: boolean;
  readonly change: (part: RuleChanges) => void;
  readonly discard: () => void;
}

/** The draft of a project over what is stored: fields nobody touched follow what others save meanwhile. */
export function useDraft(projectId: string, stored: RedactionRules): Draft {
  const held = useDrafts((drafts) => drafts[projectId]);
  const changes = changesOf(stored, held ?? {});
  return {
    stored,
    rules: { ...stored, ...changes },
    changes,
    isDirty: Object.keys(changes).length > 0,
    change: (part) => useDrafts.setState({ [projectId]: { ...changes, ...part } }),
    discard: () => useDrafts.setState({ [projectId]: {} }),
  };
}
