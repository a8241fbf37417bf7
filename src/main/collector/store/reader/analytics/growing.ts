interface Numbers {
  readonly length: number;
  set(other: this): void;
}

/** The column itself if it has room for `length` numbers, else a longer copy. */
export function roomFor<T extends Numbers>(column: T, length: number): T {
  if (column.length >= length) return column;
  const Column = column.constructor as new (length: number) => T;
  const grown = new Column(Math.max(1024, Math.ceil(length * 1.5)));
  grown.set(column);
  return grown;
}
