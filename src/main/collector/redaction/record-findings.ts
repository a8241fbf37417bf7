import type { Hit } from './pii-type.ts';

/** Something that was found in a record: of which type, by which rule, under which key; never the value. */
export interface Finding {
  readonly type: string;
  readonly rule: string;
  readonly key: string;
}

/** What is found in one record. */
export class RecordFindings {
  list: Finding[] = [];
  /** Keys of the maps a value is in, the outermost first. */
  private readonly maps: string[] = [];

  /** Begins another record. */
  begin(): void {
    this.list = [];
    this.maps.length = 0;
  }

  /** What comes now is in a map under that key, until {@link leave}. */
  enter(key: string): void {
    this.maps.push(key);
  }

  leave(): void {
    this.maps.pop();
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
    if (this.maps.length === 0) return key;
    return [...this.maps, key].filter((name) => name !== '').join('.');
  }

  /** Whether a key is meant by the names that lead to it from its attribute, or from any map on the way. */
  isMeant(key: string, test: ((path: string) => boolean) | undefined): boolean {
    if (test === undefined || this.maps.length === 0) return false;
    let path = key;
    return this.maps.toReversed().some((map) => test((path = `${map}.${path}`)));
  }
}
