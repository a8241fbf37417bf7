/** Traces chosen in the list to do something with them; the last one that was chosen starts a range. */
export interface Selection {
  readonly ids: ReadonlySet<string>;
  readonly anchor: string | null;
}

export const NOTHING_CHOSEN: Selection = { ids: new Set(), anchor: null };

/** Chooses one, or lets it go. */
export function toggled({ ids }: Selection, id: string): Selection {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return { ids: next, anchor: id };
}

/** Chooses everything from the anchor to here, both included; without an anchor this one alone. */
export function extended(selection: Selection, rows: readonly string[], id: string): Selection {
  const from = selection.anchor === null ? -1 : rows.indexOf(selection.anchor);
  const to = rows.indexOf(id);
  if (to < 0) return selection;
  const range = from < 0 ? [id] : rows.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { ids: new Set([...selection.ids, ...range]), anchor: selection.anchor ?? id };
}

/** Chooses all of these, or none. */
export function allOrNone(rows: readonly string[], on: boolean): Selection {
  return on ? { ids: new Set(rows), anchor: rows[0] ?? null } : NOTHING_CHOSEN;
}
