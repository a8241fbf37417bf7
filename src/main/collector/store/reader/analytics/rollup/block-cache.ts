import type { Block } from './block.ts';
import type { RolledField } from './combinations.ts';

/** Kinds of blocks that are kept: those of what is looked at now, and before. */
const KEPT = 4;

/** What a block is made of. */
export interface BlockPlace {
  readonly field: RolledField | undefined;
  readonly fromMinute: number;
  /** The one after its last. */
  readonly toMinute: number;
  /** Whether it is a whole step, whose length its beginning is a multiple of, and so worth to be kept. */
  readonly isWhole: boolean;
}

/** Blocks of one field and length, by first minute. */
interface Kept {
  readonly minutes: number;
  readonly blocks: Map<number, Block>;
}

/** Blocks that were asked for, until one of their minutes changes. */
export class BlockCache {
  bytes = 0;
  /** By field and length; the kind used last is the last. */
  private readonly kinds = new Map<string, Kept>();

  /** The block at a place, made now if it is not known; undefined when there is nothing to make it of. */
  of(
    { field, fromMinute, toMinute, isWhole }: BlockPlace,
    make: () => Block | undefined,
  ): Block | undefined {
    const minutes = toMinute - fromMinute;
    if (!isWhole) return make();
    const { blocks } = this.kind(field, minutes);
    const known = blocks.get(fromMinute);
    if (known !== undefined) return known;
    const block = make();
    if (block !== undefined) {
      blocks.set(fromMinute, block);
      this.bytes += block.bytes;
    }
    return block;
  }

  /** Forgets what was made of a minute. */
  drop(minute: number): void {
    for (const { minutes, blocks } of this.kinds.values()) {
      const first = minute - (minute % minutes);
      const block = blocks.get(first);
      if (block === undefined) continue;
      blocks.delete(first);
      this.bytes -= block.bytes;
    }
  }

  private kind(field: RolledField | undefined, minutes: number): Kept {
    const name = `${field ?? ''} ${minutes}`;
    const kind = this.kinds.get(name) ?? { minutes, blocks: new Map<number, Block>() };
    this.kinds.delete(name);
    this.kinds.set(name, kind);
    for (const [oldest, { blocks }] of this.kinds) {
      if (this.kinds.size <= KEPT) break;
      this.kinds.delete(oldest);
      for (const block of blocks.values()) this.bytes -= block.bytes;
    }
    return kind;
  }
}
