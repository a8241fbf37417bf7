/** Days that a forecast looks back. */
const WEEK = 7;

/** What a forecast takes for granted. @param learnedDays days that it is made of; undefined: an older collector does not say */
export function forecastBasis(learnedDays = WEEK): string {
  if (learnedDays === 0) return 'if nothing more comes, as in the last week';
  if (learnedDays >= WEEK) return 'if as much comes as in the last week';
  const days = learnedDays === 1 ? 'so far today' : `in the last ${learnedDays} days`;
  return `if as much comes every day as ${days} (rough: a week of data tells more)`;
}
