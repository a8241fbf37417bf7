type Makers = Readonly<Record<string, () => unknown>>;

/** What {@link whenAsked} gives for makers: of each name what its maker makes. */
type Made<M extends Makers> = { readonly [Name in keyof M]: ReturnType<M[Name]> };

/** An object whose properties are made when they are first asked for; a maker that throws is asked again. */
export function whenAsked<M extends Makers>(makers: M): Made<M> {
  const made: Partial<Made<M>> = {};
  for (const [name, make] of Object.entries(makers)) {
    Object.defineProperty(made, name, {
      configurable: true,
      get: () => {
        const value = make();
        Object.defineProperty(made, name, { value });
        return value;
      },
    });
  }
  return made as Made<M>;
}
