import { REQUEST_OVERHEAD_BYTES, type Admission, type AdmissionRefusal } from './admission.ts';

/** Of an announced length this much is charged before the first byte; the rest as it arrives. */
const ADVANCE_BYTES = 64 * 1024;

/**
 * What one request has of the byte budget, from before its body is read until it is answered.
 *
 * A sender is charged for what it has sent, not for what it announces: many connections that announce much and
 * send little must not be able to fill the budget.
 */
export class Charge {
  readonly #admission: Admission;
  readonly #projectId: string;
  #charged = 0;

  constructor(admission: Admission, projectId: string) {
    this.#admission = admission;
    this.#projectId = projectId;
  }

  /** Opens the account for a body of `announced` bytes (0 for unknown), or says why there is no room for it. */
  open(announced: number): AdmissionRefusal | undefined {
    const refusal = this.#admission.check(this.#projectId, announced + REQUEST_OVERHEAD_BYTES);
    return refusal ?? this.#charge(REQUEST_OVERHEAD_BYTES + Math.min(announced, ADVANCE_BYTES));
  }

  /** Covers a body that has grown to `bytes`. */
  cover(bytes: number): AdmissionRefusal | undefined {
    const missing = bytes + REQUEST_OVERHEAD_BYTES - this.#charged;
    return missing <= 0 ? undefined : this.#charge(missing);
  }

  release(): void {
    if (this.#charged > 0) this.#admission.release(this.#projectId, this.#charged);
    this.#charged = 0;
  }

  #charge(bytes: number): AdmissionRefusal | undefined {
    const refusal = this.#admission.charge(this.#projectId, bytes);
    if (refusal === undefined) this.#charged += bytes;
    return refusal;
  }
}
