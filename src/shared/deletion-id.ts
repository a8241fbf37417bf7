const CROCKFORD = '0123456789abcdefghjkmnpqrstvwxyz';

/** Makes up the id of a deletion that is to begin: whoever asks for it knows then how to follow and to cancel it. */
export function newDeletionId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return `del_${Array.from(bytes, (byte) => CROCKFORD[byte & 31]).join('')}`;
}
