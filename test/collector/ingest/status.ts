/** A `google.rpc.Status` as far as tests look at it. */
export interface DecodedStatus {
  readonly code: number;
  readonly message: string;
  /** Type URLs of its details. */
  readonly details: readonly string[];
}

/** Reads a protobuf `google.rpc.Status`. */
export function readStatus(body: Uint8Array): DecodedStatus {
  const status = { code: 0, message: '', details: [] as string[] };
  for (const { field, number, bytes } of fieldsOf(body)) {
    if (field === 1) status.code = number;
    else if (field === 2) status.message = bytes.toString('utf8');
    else if (field === 3) {
      const type = fieldsOf(bytes).find((inner) => inner.field === 1);
      status.details.push(type?.bytes.toString('utf8') ?? '');
    }
  }
  return status;
}

/** Reads a protobuf Export…ServiceResponse: its partial success, or undefined when there is none. */
export function readPartialSuccess(
  body: Uint8Array,
): { rejected: number; message: string } | undefined {
  const partial = fieldsOf(body).find(({ field }) => field === 1);
  if (partial === undefined) return undefined;
  const inner = fieldsOf(partial.bytes);
  return {
    rejected: inner.find(({ field }) => field === 1)?.number ?? 0,
    message: inner.find(({ field }) => field === 2)?.bytes.toString('utf8') ?? '',
  };
}

interface WireField {
  readonly field: number;
  readonly number: number;
  readonly bytes: Buffer;
}

function fieldsOf(body: Uint8Array): WireField[] {
  const buffer = Buffer.from(body);
  const fields: WireField[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = buffer[at++]!;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < buffer.length) {
    const tag = varint();
    const number = varint();
    const delimited = (tag & 7) === 2;
    const bytes = delimited ? buffer.subarray(at, at + number) : Buffer.alloc(0);
    if (delimited) at += number;
    fields.push({ field: tag >>> 3, number, bytes });
  }
  return fields;
}
