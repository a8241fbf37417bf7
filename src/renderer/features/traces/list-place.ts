/** Where somebody was in a list: the trace they opened and how far they had scrolled (pixels). */
export interface ListPlace {
  selected: string | null;
  top: number;
}

let kept: { address: string; place: ListPlace } | null = null;

/** Keeps the place in a list for the way back from a trace; `address` names the list exactly. */
export function keepPlace(address: string, place: ListPlace): void {
  kept = { address, place };
}

/** The place kept for a list; the top of it when another list was looked at since. */
export function placeIn(address: string): ListPlace {
  return kept?.address === address ? kept.place : { selected: null, top: 0 };
}
