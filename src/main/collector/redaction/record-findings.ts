import type { Hit } from './pii-type.ts';

/** Something that was found in a record: of which type, by which rule, under which key; never the value. */
export interface Finding {
  readonly type: string;
  readonly rule: string;
  readonly key: string;
}

/** What is found in one record. */
export class RecordFindings {
  /** Keys of the maps a value is in, joined by dots. */
  outer = '';
  list: Finding[] = [];

  /** Begins another record. */
  begin(): void {
    this.list = [];
    this.outer = '';
  }

  add(type: string, rule: string, key: string): void {
    this.list.push({ type, rule, key: this.pathOf(key) });
  }

  note(hits: readonly Pick<Hit, 'type' | 'rule' | 'unpacked'>[], key: string): void {
    for (const { type, rule, unpacked } of hits) {
      if (unpacked === undefined) this.add(type, rule, key);
      else this.note(unpacked.hits, key);
    }
  }

  /** Notes that something could not be read. */
  fail(key: string): void {
    this.add('REDACTION_FAILED', 'malformed', key);
  }

  /** What is nested is named as visibility rules name it: `user.email`. */
  pathOf(key: string): string {
    if (key === '' || this.outer === '') return key || this.outer;
    return `${this.outer}.${key}`;
  }
}
