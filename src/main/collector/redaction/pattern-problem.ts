/** What RE2 leaves out, by how a piece of a pattern that it cannot read begins. */
const LEFT_OUT: readonly (readonly [RegExp, string])[] = [
  [/^\(\?<?[=!]/, 'RE2 syntax has no look-around'],
  [/^\\[1-9]/, 'RE2 syntax has no back references'],
];
const MAX_SHOWN = 60;

/** Why a pattern cannot be used, and where in it: `missing closing ] at character 5, "[a-z"`. */
export function patternProblem(source: string, error: unknown): string {
  const { error: said, input } = error as { readonly error?: unknown; readonly input?: unknown };
  if (typeof said !== 'string' || typeof input !== 'string') {
    return error instanceof Error ? error.message.slice(0, 200) : 'it cannot be read';
  }
  const reason = LEFT_OUT.find(([begins]) => begins.test(input))?.[1] ?? said;
  const at = source.indexOf(input);
  // Of a bracket that is never closed the whole pattern is told.
  if (at < 0 || input === '' || input.length === source.length) return reason;
  return `${reason} at character ${at + 1}, "${input.slice(0, MAX_SHOWN)}"`;
}
