/** A stored segment that cannot be read: a bug or a damaged file. Never thrown for anything a client sent. */
export class SegmentError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(`Damaged segment: ${message}`, options);
    this.name = 'SegmentError';
  }
}
