/** Where something stands in the text of a filter, UTF-16 offsets. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

/** A key or a value as it was written. */
export interface Term extends Place {
  readonly text: string;
  /** In quotes: a key is then that of an attribute whatever its name, a value a text whatever it looks like. */
  readonly isQuoted: boolean;
  /** Of a key: names that lead into the map it holds, `key["outer"]["inner"]`; at least one. */
  readonly path?: readonly string[];
}

export const COMPARISONS = ['=', '==', '!=', '<', '<=', '>', '>=', '~', '!~'] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** A filter as it was written; see `docs/filter.md` for the grammar. */
export type QueryNode = Place &
  (
    | { readonly kind: 'and' | 'or'; readonly parts: readonly QueryNode[] }
    | { readonly kind: 'not' | 'has'; readonly part: QueryNode }
    | {
        readonly kind: 'count';
        /** Null: all spans. */
        readonly part: QueryNode | null;
        readonly operator: Comparison;
        readonly value: Term;
      }
    | {
        readonly kind: 'compare';
        readonly key: Term;
        readonly operator: Comparison;
        readonly value: Term;
      }
    | { readonly kind: 'in'; readonly key: Term; readonly values: readonly Term[] }
    | { readonly kind: 'between'; readonly key: Term; readonly low: Term; readonly high: Term }
    | { readonly kind: 'exists'; readonly key: Term }
    | { readonly kind: 'text'; readonly text: string }
  );
