/** Bytes a request costs beside its body: socket, headers, bookkeeping. */
export const REQUEST_OVERHEAD_BYTES = 4096;

/** One project may hold this part of the budget, so that a runaway sender leaves room for the others. */
const PROJECT_SHARE = 0.75;

/** Why a request cannot be taken now: no room at all, or this project holds more than its share of it. */
export type AdmissionRefusal = 'full' | 'project_full';

/**
 * The byte budget that all requests being read, waiting or being stored share.
 *
 * It is what keeps memory bounded when more arrives than can be stored: a request is charged before its bytes
 * are kept and released when it has been answered.
 */
export class Admission {
  readonly #budgetBytes: number;
  readonly #byProject = new Map<string, number>();
  #usedBytes = 0;

  constructor(budgetBytes: number) {
    this.#budgetBytes = budgetBytes;
  }

  /** Bytes charged now. */
  get usedBytes(): number {
    return this.#usedBytes;
  }

  /** Whether `bytes` more would fit; says so without charging anything. */
  check(projectId: string, bytes: number): AdmissionRefusal | undefined {
    if (this.#usedBytes + bytes > this.#budgetBytes) return 'full';
    const held = this.#byProject.get(projectId) ?? 0;
    // A first request of any size crowds nobody out.
    if (held === 0 || held + bytes <= this.#budgetBytes * PROJECT_SHARE) return undefined;
    // Alone it is plain overload (503); beside others it is this sender that must slow down (429).
    return this.#byProject.size > 1 ? 'project_full' : 'full';
  }

  /** Charges `bytes`, or says why not and charges nothing. */
  charge(projectId: string, bytes: number): AdmissionRefusal | undefined {
    const refusal = this.check(projectId, bytes);
    if (refusal === undefined) this.force(projectId, bytes);
    return refusal;
  }

  /** Charges without asking, for work that waits for its own answer (import, the test trace). */
  force(projectId: string, bytes: number): void {
    this.#usedBytes += bytes;
    this.#byProject.set(projectId, (this.#byProject.get(projectId) ?? 0) + bytes);
  }

  release(projectId: string, bytes: number): void {
    this.#usedBytes -= bytes;
    const left = (this.#byProject.get(projectId) ?? 0) - bytes;
    if (left > 0) this.#byProject.set(projectId, left);
    else this.#byProject.delete(projectId);
  }
}
