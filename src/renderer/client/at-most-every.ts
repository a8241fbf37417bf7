/**
 * Makes something happen as soon as it is asked for, and at most once in `ms` milliseconds: what is asked for meanwhile
 * happens once at their end.
 */
export function atMostEvery(ms: number, run: () => void): () => void {
  let isResting = false;
  let isAsked = false;
  const ask = (): void => {
    isAsked = isResting;
    if (isResting) return;
    isResting = true;
    run();
    setTimeout(() => {
      isResting = false;
      if (isAsked) ask();
    }, ms);
  };
  return ask;
}
