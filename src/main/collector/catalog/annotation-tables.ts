/**
 * Who annotated; `''` for the local user, who has no id. Of somebody of another instance (`import`) the id tells their
 * kind and id there.
 */
interface AuthorColumns {
  author_kind: 'local' | 'person' | 'key' | 'import';
  author_id: string;
  /** As it was then: people and keys may be gone later. */
  author_name: string;
}

/** What is annotated: a trace, or with a `span_id` other than `''` a span of it. Ids are hexadecimal. */
interface PlaceColumns {
  project_id: string;
  trace_id: string;
  span_id: string;
}

export interface TracePinTable extends AuthorColumns {
  project_id: string;
  trace_id: string;
  created_ms: number;
}

export interface TraceTagTable extends PlaceColumns {
  name: string;
  created_ms: number;
}

export interface TraceNoteTable extends PlaceColumns, AuthorColumns {
  id: string;
  text: string;
  created_ms: number;
  edited_ms: number | null;
}

/** One of each name, place and author. */
export interface TraceScoreTable extends PlaceColumns, AuthorColumns {
  id: string;
  name: string;
  kind: 'number' | 'boolean' | 'label';
  /** Of a boolean 0 or 1; null for a label. */
  number: number | null;
  label: string | null;
  comment: string;
  created_ms: number;
}

export interface AnnotationTables {
  trace_pin: TracePinTable;
  trace_tag: TraceTagTable;
  trace_note: TraceNoteTable;
  trace_score: TraceScoreTable;
}
