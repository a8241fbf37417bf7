import type { ImportReport } from './contract/transfer.ts';
import { JsonDocumentFinder } from './json-documents.ts';

/** Bytes read at a time, and the size above which documents are sent on. */
const PIECE_BYTES = 1024 * 1024;
const NEWLINE = 0x0a;

/**
 * Sends a file piece by piece, cut between documents, and adds up what became of them.
 *
 * Memory stays at a few pieces, or at the largest document.
 * @param read up to `length` bytes from offset `start`; an empty answer ends the file
 * @param send stores one piece; `firstLine` is the number of its first line, from 1
 * @param progress told the bytes done so far and what became of them; a false answer stops after the piece at hand
 */
export async function importPieces(
  read: (start: number, length: number) => Promise<Uint8Array>,
  send: (lines: Blob, firstLine: number) => Promise<ImportReport>,
  progress: (bytesDone: number, soFar: ImportReport) => boolean = () => true,
): Promise<ImportReport> {
  const total: ImportReport = { accepted: 0, duplicates: 0, rejected: 0, reasons: [] };
  const finder = new JsonDocumentFinder();
  let held: Uint8Array<ArrayBuffer>[] = [];
  let sentTo = 0;
  let readTo = 0;
  let line = 1;
  for (;;) {
    const piece = await read(readTo, PIECE_BYTES);
    const copy = new Uint8Array(piece);
    held.push(copy);
    readTo += piece.length;
    finder.feed(copy);
    const end = piece.length === 0 ? readTo : finder.settledOffset;
    if (end > sentTo) {
      const blob = new Blob(held).slice(0, end - sentTo);
      const bytes = new Uint8Array(await blob.arrayBuffer());
      add(total, await send(blob, line));
      line += countLines(bytes);
      const rest = new Blob(held).slice(end - sentTo);
      held = rest.size === 0 ? [] : [new Uint8Array(await rest.arrayBuffer())];
      sentTo = end;
      if (!progress(sentTo, { ...total, reasons: [...total.reasons] })) break;
    }
    if (piece.length === 0) break;
  }
  return total;
}

function add(total: ImportReport, part: ImportReport): void {
  total.accepted += part.accepted;
  total.duplicates += part.duplicates;
  total.rejected += part.rejected;
  const known = new Set(total.reasons.map((entry) => entry.reason));
  for (const entry of part.reasons) {
    if (!known.has(entry.reason) && total.reasons.length < 20) total.reasons.push(entry);
  }
}

function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (const byte of bytes) if (byte === NEWLINE) lines += 1;
  return lines;
}
