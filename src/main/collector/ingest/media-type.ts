import type { Encoding } from '../otlp/responses.ts';
import type { ContentCoding } from './types.ts';

/**
 * The body format a Content-Type names, its parameters ignored; undefined for anything OTLP does not have.
 */
export function parseContentType(header: string | undefined): Encoding | undefined {
  // The two spellings nearly every exporter sends, without any string work.
  if (header === 'application/x-protobuf') return 'protobuf';
  if (header === 'application/json') return 'json';
  switch (header?.split(';', 1)[0]?.trim().toLowerCase()) {
    case 'application/x-protobuf':
    case 'application/protobuf':
      return 'protobuf';
    case 'application/json':
      return 'json';
    default:
      return undefined;
  }
}

/** The compression a Content-Encoding names; undefined for one this collector cannot undo. */
export function parseContentCoding(header: string | undefined): ContentCoding | undefined {
  if (header === undefined || header === '') return 'identity';
  switch (header.trim().toLowerCase()) {
    case '':
    case 'identity':
      return 'identity';
    case 'gzip':
    case 'x-gzip':
      return 'gzip';
    case 'deflate':
    case 'zlib':
      return 'deflate';
    case 'zstd':
      return 'zstd';
    default:
      return undefined;
  }
}

export const ACCEPTED_TYPES = 'application/x-protobuf or application/json';
export const ACCEPTED_CODINGS = 'identity, gzip, deflate or zstd';
