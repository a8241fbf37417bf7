/** Steps from the outermost value to the one at hand; elements of the outermost level are not counted. */
export type JsonPath = readonly (string | number)[];

/** What a walk is told and asked. */
export interface JsonVisitor {
  /** Whether to walk the elements of an array, rather than be given it whole. */
  entersArray(path: JsonPath): boolean;
  /** Whether to walk the members of an object that begins with this key, rather than be given it whole. */
  entersObject(path: JsonPath, firstKey: string): boolean;
  /** A value that is not entered, as its bytes (of memory of its own). */
  value(path: JsonPath, bytes: Uint8Array<ArrayBuffer>, line: number, byte: number): void;
  /** An entered array or object has ended; `isWhole` is false where it was broken off. */
  left(path: JsonPath, isWhole: boolean): void;
  broken(line: number, byte: number, reason: string): void;
}
