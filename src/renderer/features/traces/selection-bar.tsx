import { useState } from 'react';
import { openOverlay } from '../../app/overlays.ts';
import { navigate } from '../../app/use-route.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { formatCount } from '../../ui/format.ts';
import type { AnnotatedTrace } from '../../../shared/contract/annotations.ts';
import { TagsDialog } from '../annotations/tags-dialog.tsx';
import { usePin } from '../annotations/use-annotations.ts';
import type { May } from '../people/use-may.ts';
import { ON_HOLD } from '../retention/legal-hold.ts';
import styles from './selection.module.css';

/** What can be done with the traces that are chosen; above the foot of the list while some are. */
export function SelectionBar(props: {
  projectId: string;
  ids: readonly string[];
  annotated: ReadonlyMap<string, AnnotatedTrace>;
  may: May;
  /** On legal hold nothing is deleted. */
  isHeld: boolean;
  onClear: () => void;
  onDelete: () => void;
}) {
  const { projectId, ids, annotated, may } = props;
  const [tagging, setTagging] = useState(false);
  const pin = usePin();
  const [first, second] = ids;
  const allPinned = ids.every((id) => annotated.get(id)?.pinned);
  const tags = new Set(ids.flatMap((id) => annotated.get(id)?.tags ?? []));
  return (
    <div className={styles.place}>
      <div className={styles.bar} role="toolbar" aria-label="Selected traces">
        <span className={styles.count} role="status">
          {formatCount(ids.length)} selected
        </span>
        {may('annotations:write') ? (
          <>
            <Button
              look="ghost"
              icon="pin"
              disabled={pin.isPending}
              onClick={() => pin.mutate({ projectId, traceIds: [...ids], pinned: !allPinned })}
            >
              {allPinned ? 'Take pins off' : 'Pin'}
            </Button>
            <Button look="ghost" icon="tag" onClick={() => setTagging(true)}>
              Tags
            </Button>
          </>
        ) : null}
        {first !== undefined && second !== undefined && ids.length === 2 ? (
          <Button
            look="ghost"
            icon="compare"
            onClick={() => navigate({ screen: 'compare', projectId, a: first, b: second })}
          >
            Compare
          </Button>
        ) : null}
        <Button look="ghost" icon="download" onClick={() => openOverlay('export', ids)}>
          Export
        </Button>
        {may('traces:delete') ? (
          <Button
            look="ghost"
            icon="trash"
            disabled={props.isHeld}
            title={props.isHeld ? ON_HOLD : undefined}
            onClick={props.onDelete}
          >
            Delete
          </Button>
        ) : null}
        <IconButton icon="x" label="Select nothing (Escape)" onClick={props.onClear} />
      </div>
      {tagging ? (
        <TagsDialog
          projectId={projectId}
          traceIds={ids}
          tags={[...tags]}
          onClose={() => setTagging(false)}
        />
      ) : null}
    </div>
  );
}
