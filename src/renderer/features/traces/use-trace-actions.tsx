import { useState, type ReactNode } from 'react';
import type { AnnotatedTrace } from '../../../shared/contract/annotations.ts';
import type { DeletionTarget } from '../../../shared/contract/deletion.ts';
import type { TraceFilter, TraceSummary } from '../../../shared/contract/traces.ts';
import { useCommands, type Command } from '../../app/commands.ts';
import { openOverlay } from '../../app/overlays.ts';
import { useCurrentProject } from '../../app/use-project.ts';
import { MenuAt, type MenuEntry } from '../../ui/menu.tsx';
import { formatPlural } from '../../ui/format.ts';
import { copyAndTell } from '../../ui/copy.ts';
import { tagQuery } from '../annotations/tag-query.ts';
import { TagsDialog } from '../annotations/tags-dialog.tsx';
import { useAnnotatedRows, usePin } from '../annotations/use-annotations.ts';
import { useMay } from '../people/use-may.ts';
import { DeleteTracesDialog } from '../retention/delete-traces-dialog.tsx';
import { heldEntry } from '../retention/legal-hold.ts';
import { SelectionBar } from './selection-bar.tsx';
import { allOrNone, extended, NOTHING_CHOSEN, toggled } from './selection.ts';

/** What a list lends to act on its traces. */
interface ListParts {
  readonly projectId: string;
  readonly rows: readonly TraceSummary[];
  /** The row the keyboard is at. */
  readonly active: string | null;
  readonly setActive: (traceId: string) => void;
  readonly open: (traceId: string) => void;
  /** Traces that match, loaded or not. */
  readonly total: number;
  /** What the list shows now, for deleting all of it. */
  readonly filter: () => TraceFilter;
  /** Lists only what also meets a condition. */
  readonly narrow: (condition: string) => void;
}

export interface TraceActions {
  readonly annotated: ReadonlyMap<string, AnnotatedTrace>;
  readonly onRange: (first: number, last: number) => void;
  readonly checked: ReadonlySet<string>;
  readonly onCheck: (traceId: string, withShift: boolean) => void;
  readonly onCheckAll: (on: boolean) => void;
  readonly openMenu: (trace: TraceSummary, anchor: Element) => void;
  /** What can be done with everything the list shows. */
  readonly shownMenu: readonly MenuEntry[];
  /** The bar of the chosen traces, and dialogs that are open. */
  readonly bar: ReactNode;
}

function command(
  name: string,
  label: string,
  keys: string,
  when: () => boolean,
  run: () => void,
): Command {
  return { id: `traces.${name}`, label, group: 'Traces', keys, when, run };
}

/** Tags offered in a menu at most. */
const MENU_TAGS = 8;

/** Lists only what is said alike. */
function saidEntries(
  said: AnnotatedTrace | undefined,
  narrow: (condition: string) => void,
): MenuEntry[] {
  if (said === undefined || (!said.pinned && said.tags.length === 0)) return [];
  const only = (label: string, condition: string): MenuEntry => ({
    label,
    icon: 'filter',
    onSelect: () => narrow(condition),
  });
  return [
    { kind: 'separator' },
    ...(said.pinned ? [only('Only pinned traces', 'pinned = true')] : []),
    ...said.tags
      .slice(0, MENU_TAGS)
      .map((name) => only(`Only with the tag ${name}`, tagQuery(name))),
  ];
}

/** Choosing traces of the list, and what is done with one, with the chosen ones, or with all that are shown. */
export function useTraceActions(parts: ListParts): TraceActions {
  const { projectId, rows, active } = parts;
  const project = useCurrentProject();
  const may = useMay(undefined, projectId);
  const [selection, setSelection] = useState(NOTHING_CHOSEN);
  const [range, setRange] = useState<readonly [number, number]>([0, 0]);
  const [deleting, setDeleting] = useState<DeletionTarget>();
  const [menu, setMenu] = useState<{ trace: TraceSummary; anchor: Element }>();
  const [tagging, setTagging] = useState<string>();
  const pin = usePin();
  const ids = rows.map(({ traceId }) => traceId);
  const annotated = useAnnotatedRows(projectId, ids, range);
  const mayWrite = may('annotations:write');
  const mayDelete = may('traces:delete');
  // Traces that are gone from the list are not acted on.
  const chosen = ids.filter((id) => selection.ids.has(id));
  const togglePin = (traceId: string): void =>
    pin.mutate({ projectId, traceIds: [traceId], pinned: !annotated.get(traceId)?.pinned });

  const step = (by: number): void => {
    const next = ids[Math.min(ids.length - 1, Math.max(0, ids.indexOf(active ?? '') + by))];
    if (next === undefined) return;
    const from =
      active === null || selection.anchor !== null ? selection : toggled(selection, active);
    setSelection(extended(from, ids, next));
    parts.setActive(next);
  };
  const isAtRow = (): boolean => active !== null;
  useCommands([
    command('choose', 'Choose the trace, or let it go', 'x', isAtRow, () =>
      setSelection(toggled(selection, active!)),
    ),
    command('choose-down', 'Choose down to the next trace', 'Shift+ArrowDown', isAtRow, () =>
      step(1),
    ),
    {
      ...command(
        'choose-none',
        'Choose nothing',
        'Escape',
        () => chosen.length > 0,
        () => setSelection(NOTHING_CHOSEN),
      ),
      keyboardOnly: true,
    },
    command('choose-up', 'Choose up to the trace before', 'Shift+ArrowUp', isAtRow, () => step(-1)),
    ...(mayWrite
      ? [
          command('pin', 'Pin the selected trace, or take its pin off', 'p', isAtRow, () =>
            togglePin(active!),
          ),
          command('tag', 'Tags of the selected trace', 't', isAtRow, () => setTagging(active!)),
        ]
      : []),
  ]);

  const entriesOf = (trace: TraceSummary): MenuEntry[] => [
    { label: 'Open', icon: 'external', keys: 'Enter', onSelect: () => parts.open(trace.traceId) },
    {
      label: 'Copy trace id',
      icon: 'copy',
      keys: 'c',
      onSelect: () => copyAndTell(trace.traceId, 'Trace id copied'),
    },
    ...(mayWrite
      ? ([
          {
            label: annotated.get(trace.traceId)?.pinned ? 'Take the pin off' : 'Pin',
            icon: 'pin',
            keys: 'p',
            onSelect: () => togglePin(trace.traceId),
          },
          { label: 'Tags…', icon: 'tag', keys: 't', onSelect: () => setTagging(trace.traceId) },
        ] as const)
      : []),
    ...saidEntries(annotated.get(trace.traceId), parts.narrow),
    ...(mayDelete
      ? ([
          { kind: 'separator' },
          {
            label: 'Delete…',
            icon: 'trash',
            danger: true,
            ...heldEntry(project),
            onSelect: () => setDeleting({ kind: 'trace', traceId: trace.traceId }),
          },
        ] as const)
      : []),
  ];

  return {
    annotated,
    onRange: (first, last) => {
      // By steps: the list tells of every row it scrolls by.
      if (Math.floor(first / 25) !== Math.floor(range[0] / 25) || last > range[1] + 25) {
        setRange([first, last]);
      }
    },
    checked: selection.ids,
    onCheck: (traceId, withShift) =>
      setSelection(withShift ? extended(selection, ids, traceId) : toggled(selection, traceId)),
    onCheckAll: (on) => setSelection(allOrNone(ids, on)),
    openMenu: (trace, anchor) => setMenu({ trace, anchor }),
    shownMenu: [
      {
        label: `Export ${formatPlural(parts.total, 'trace')} that match…`,
        icon: 'download',
        disabled: parts.total === 0,
        onSelect: () => openOverlay('export'),
      },
      ...(mayDelete
        ? ([
            { kind: 'separator' },
            {
              label: `Delete ${formatPlural(parts.total, 'trace')} that match…`,
              icon: 'trash',
              danger: true,
              disabled: parts.total === 0,
              ...heldEntry(project),
              onSelect: () => setDeleting({ kind: 'filter', filter: parts.filter() }),
            },
          ] as const)
        : []),
    ],
    bar: (
      <>
        {chosen.length > 0 ? (
          <SelectionBar
            projectId={projectId}
            ids={chosen}
            annotated={annotated}
            may={may}
            isHeld={project?.kept.legalHold ?? false}
            onClear={() => setSelection(NOTHING_CHOSEN)}
            onDelete={() => setDeleting({ kind: 'traces', traceIds: chosen })}
          />
        ) : null}
        {menu ? (
          <MenuAt
            anchor={menu.anchor}
            entries={entriesOf(menu.trace)}
            onClose={() => setMenu(undefined)}
          />
        ) : null}
        {tagging === undefined ? null : (
          <TagsDialog
            projectId={projectId}
            traceIds={[tagging]}
            tags={annotated.get(tagging)?.tags ?? []}
            onClose={() => setTagging(undefined)}
          />
        )}
        {deleting && project ? (
          <DeleteTracesDialog
            project={project}
            target={deleting}
            onClose={() => setDeleting(undefined)}
            onDeleting={() => setSelection(NOTHING_CHOSEN)}
          >
            {deleting.kind === 'filter' ? (
              <p>
                Everything the list shows now by its filter and time, also what is not loaded yet.
              </p>
            ) : null}
          </DeleteTracesDialog>
        ) : null}
      </>
    ),
  };
}
