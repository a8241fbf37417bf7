import zlib from 'node:zlib';
import { Decompress } from 'fzstd';

type NativeZlib = typeof zlib & { createZstdDecompress?: typeof zlib.createZstdDecompress };

/** Window a foreign frame may ask for, bits: 128 MiB, which `zstd --long` writes. */
const MAX_WINDOW_LOG = 27;

/** Expands one zstd frame piece by piece. */
export interface ZstdExpander {
  /** What could be expanded so far. @throws Error when the frame is damaged */
  push(piece: Uint8Array): Promise<readonly Uint8Array[]>;
  close(): void;
}

/** Native where the runtime has zstd, else in JavaScript (Node before 22.15, hence Electron before 36). */
export function createZstdExpander(): ZstdExpander {
  const { createZstdDecompress, constants } = zlib as NativeZlib;
  if (createZstdDecompress === undefined) return portableExpander();
  const params = { [constants.ZSTD_d_windowLogMax]: MAX_WINDOW_LOG };
  return transformExpander(createZstdDecompress({ params, chunkSize: 256 * 1024 }));
}

/** What a zlib stream makes of each piece, so that nothing it made is lost when a later piece is damaged. */
function transformExpander(stream: ReturnType<typeof zlib.createZstdDecompress>): ZstdExpander {
  let made: Uint8Array[] = [];
  let failure: Error | undefined;
  stream.on('data', (piece: Uint8Array) => made.push(piece));
  stream.on('error', (error: Error) => {
    failure = error;
  });
  return {
    push: async (piece) => {
      if (failure === undefined) {
        await new Promise<void>((resolve) => {
          const settle = () => {
            stream.off('error', settle);
            resolve();
          };
          stream.once('error', settle);
          stream.write(piece, settle);
        });
      }
      const out = made;
      made = [];
      // What came before the damage first; the failure is told at the next piece.
      if (failure !== undefined && out.length === 0) throw failure;
      return out;
    },
    close: () => stream.destroy(),
  };
}

function portableExpander(): ZstdExpander {
  let made: Uint8Array[] = [];
  const stream = new Decompress((piece) => made.push(piece));
  return {
    push: async (piece) => {
      stream.push(piece.slice());
      const out = made;
      made = [];
      return out;
    },
    close: () => undefined,
  };
}
