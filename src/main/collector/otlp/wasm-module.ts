/** Of the JavaScript interface (https://webassembly.github.io/spec/js-api/) as much as is used here. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

/** A constant of a module. */
export interface Constant {
  readonly value: number;
}

/**
 * Makes a module that is checked in as base64, for this thread; `Exports` is what its sources export.
 *
 * @throws Error where WebAssembly, or what the module uses of it, is not to be had
 */
export function instantiate<Exports>(base64: string): Exports {
  const module = new WebAssembly.Module(Buffer.from(base64, 'base64'));
  return new WebAssembly.Instance(module).exports as Exports;
}
