/** What stands in the catalog as JSON; undefined where it is none, or not of this form (of a newer version, damaged). */
export function parseStored<T>(
  schema: { safeParse(value: unknown): { success: true; data: T } | { success: false } },
  text: string,
): T | undefined {
  try {
    const result = schema.safeParse(JSON.parse(text));
    return result.success ? result.data : undefined;
  } catch {
    return undefined;
  }
}
