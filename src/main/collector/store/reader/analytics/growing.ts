interface Numbers {
  readonly length: number;
  set(other: this): void;
}

/** A longer copy of a column. */
export function lengthened<T extends Numbers>(column: T, length: number): T {
  const Column = column.constructor as new (length: number) => T;
  const longer = new Column(length);
  longer.set(column);
  return longer;
}

/** The column itself if it has room for `length` numbers, else a longer copy with some room to spare. */
export function roomFor<T extends Numbers>(column: T, length: number): T {
  if (column.length >= length) return column;
  return lengthened(column, Math.max(1024, Math.ceil(length * 1.5)));
}
