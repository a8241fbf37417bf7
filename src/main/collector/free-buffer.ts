/// <reference lib="es2024.arraybuffer" />

/** Smaller buffers are cheaper to leave to the garbage collector, bytes. */
const WORTH_FREEING = 8 * 1024;

/**
 * Gives the memory of a spent buffer back at once; the buffer is empty afterwards.
 *
 * The engine counts buffers against its heap: under load the bodies of requests alone would make it mark the whole
 * heap several times a second, and hold on to tens of MiB of them in between.
 */
export function freeBuffer(buffer: ArrayBufferLike): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength >= WORTH_FREEING) buffer.transfer(0);
}

/** Frees the memory behind a piece of a body, unless it is only a part of a larger buffer. */
export function freePiece(piece: Uint8Array): void {
  if (piece.byteLength === piece.buffer.byteLength) freeBuffer(piece.buffer);
}
