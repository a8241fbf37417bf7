/** One unary gRPC message as it came: its payload may still be compressed. */
export interface GrpcMessage {
  readonly compressed: boolean;
  /** The payload in pieces, without the five bytes in front of it. */
  readonly payload: readonly Uint8Array[];
}

/** Bytes in front of a message: a compressed flag and a big-endian length. */
export const FRAME_HEADER_BYTES = 5;

/**
 * Takes the frame off the only message of a unary call.
 *
 * @returns the message, or why this is not exactly one
 */
export function readFrame(pieces: readonly Uint8Array[]): GrpcMessage | string {
  const header = new Uint8Array(FRAME_HEADER_BYTES);
  let have = 0;
  let total = 0;
  const payload: Uint8Array[] = [];
  for (const piece of pieces) {
    total += piece.length;
    const wanted = Math.min(FRAME_HEADER_BYTES - have, piece.length);
    if (wanted > 0) {
      header.set(piece.subarray(0, wanted), have);
      have += wanted;
    }
    if (piece.length > wanted) payload.push(piece.subarray(wanted));
  }
  if (have < FRAME_HEADER_BYTES) return 'The call carries no message.';
  if (header[0]! > 1) return 'The message has an unknown compression flag.';
  const length = new DataView(header.buffer).getUint32(1);
  const got = total - FRAME_HEADER_BYTES;
  if (got < length) return `The message is cut short: ${got} of ${length} bytes came.`;
  if (got > length) return 'The call carries more than one message.';
  return { compressed: header[0] === 1, payload };
}

/** A message with its frame, uncompressed. */
export function writeFrame(message: Uint8Array): Uint8Array {
  const frame = new Uint8Array(FRAME_HEADER_BYTES + message.length);
  new DataView(frame.buffer).setUint32(1, message.length);
  frame.set(message, FRAME_HEADER_BYTES);
  return frame;
}
