/** Requests taken between two calls of {@link TakenRounds.passed}. */
interface Round {
  open: number;
  /** Resolves waiting callers once nothing of it is open. */
  onEmpty: (() => void) | undefined;
}

/** Tells when everything that was taken before a moment has been answered, whatever comes meanwhile. */
export class TakenRounds {
  #current: Round = { open: 0, onEmpty: undefined };
  #before: Promise<void> = Promise.resolve();

  /** @returns what is to be called once, when the request is answered */
  take(): () => void {
    const round = this.#current;
    round.open++;
    return () => {
      if (--round.open === 0) round.onEmpty?.();
    };
  }

  /** Resolves when all that was taken so far is answered. */
  passed(): Promise<void> {
    const round = this.#current;
    this.#current = { open: 0, onEmpty: undefined };
    const empty = new Promise<void>((resolve) => {
      if (round.open === 0) resolve();
      else round.onEmpty = resolve;
    });
    this.#before = Promise.all([this.#before, empty]).then(() => {});
    return this.#before;
  }
}
