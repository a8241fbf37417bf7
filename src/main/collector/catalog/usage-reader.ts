import type { Database, Statement } from 'better-sqlite3';

/** What was written down of a day: looked up when a sender's first request of a day comes in. */
export class UsageReader {
  readonly #ofSender: Statement<[string, number, string], number>;
  readonly #ofProject: Statement<[string, number], number>;

  constructor(committed: Database) {
    this.#ofSender = committed
      .prepare<[string, number, string], number>(
        'SELECT spans FROM usage_day WHERE project_id = ? AND day = ? AND source = ?',
      )
      .pluck() as Statement<[string, number, string], number>;
    this.#ofProject = committed
      .prepare<[string, number], number>(
        'SELECT sum(spans) FROM usage_day WHERE project_id = ? AND day = ?',
      )
      .pluck() as Statement<[string, number], number>;
  }

  /**
   * Spans of a sender, or of all senders of a project.
   *
   * @param day whole days since the epoch, UTC
   */
  spans(projectId: string, day: number, source?: string): number {
    const spans =
      source === undefined
        ? this.#ofProject.get(projectId, day)
        : this.#ofSender.get(projectId, day, source);
    return spans ?? 0;
  }
}
