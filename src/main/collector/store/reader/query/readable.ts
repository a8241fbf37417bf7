import { MalformedError } from '../../../otlp/wire.ts';

/** What is read, or undefined where the bytes are not what they should be. */
export function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof MalformedError) return undefined;
    throw error;
  }
}
