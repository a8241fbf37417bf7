import { firstOf, firstTextOf, isObject, textOf, type JsonObject } from './json-value.ts';
import type { JsonValue, Part } from './llm-view.ts';

/** Where the data of a media part comes from. */
interface MediaSource {
  /** `image`, `audio`, `video`, `document` or ''. */
  readonly modality?: string;
  readonly mimeType?: string;
  readonly name?: string;
  /** An address, a `data:` address, or base64 text. */
  readonly data?: string;
  readonly fileId?: string;
}

/** What Langfuse's SDKs leave of data that they upload elsewhere: `@@@langfuseMedia:type=image/png|id=...|source=...@@@`. */
const MEDIA_REFERENCE =
  /^@@@langfuseMedia:type=([^|]{0,200})\|id=([^|]{1,200})\|source=[^|@]{0,200}@@@$/;

const NO_DATA = { uri: '', base64: '', mimeType: '' };

/** Whether a text stands for data that is kept elsewhere. */
export function isMediaReference(text: string): boolean {
  return MEDIA_REFERENCE.test(text);
}

/** A part for data that is no text; an image keeps its kind however it was given. */
export function mediaPart(source: MediaSource): Part {
  const reference = MEDIA_REFERENCE.exec(source.data ?? '');
  const data = reference === null ? splitData(source.data ?? '') : NO_DATA;
  const mimeType = source.mimeType || (reference?.[1] ?? data.mimeType);
  const isImage = source.modality === 'image' || mimeType.startsWith('image/');
  const bytes = base64Bytes(data.base64);
  let kind: 'image' | 'blob' | 'file' | 'uri' = 'file';
  if (isImage) kind = 'image';
  else if (data.base64 !== '') kind = 'blob';
  else if (data.uri !== '') kind = 'uri';
  const name = source.name || source.fileId || reference?.[2] || '';
  return { kind, mimeType, name, uri: data.uri, base64: data.base64, bytes };
}

/**
 * A media part in any of the shapes providers write: OpenAI `image_url`, `input_audio`, `file`; Anthropic `source`;
 * Gemini `inlineData`, `fileData`; Bedrock `{format, source: {bytes}}`; the AI SDK's `image`, `data`, `mediaType`; the
 * GenAI conventions' `blob`, `uri` and `file`; OpenInference's nested `image.url`.
 */
export function mediaFrom(part: JsonObject, modality: string): Part {
  const inner = innerOf(part);
  const fileId = firstTextOf(part, 'file_id', 'fileId') || firstTextOf(inner, 'file_id', 'fileId');
  const format = firstTextOf(inner, 'format');
  const mimeType =
    mimeOf(part) ||
    mimeOf(inner) ||
    (format !== '' && modality !== '' ? `${modality}/${format}` : '');
  return mediaPart({
    modality: firstTextOf(part, 'modality') || modality,
    mimeType,
    name: firstTextOf(part, 'filename', 'name') || firstTextOf(inner, 'filename', 'name'),
    data: addressOf(inner) || addressOf(part),
    fileId,
  });
}

function innerOf(part: JsonObject): JsonObject {
  const inner = firstOf(
    part,
    'source',
    'image_url',
    'input_audio',
    'inlineData',
    'inline_data',
    'fileData',
    'file_data',
    'image',
    'audio',
    'video',
    'document',
    'file',
  );
  if (!isObject(inner)) return part;
  const deeper = firstOf(inner, 'source', 'image', 'audio', 'video');
  return isObject(deeper) ? { ...inner, ...deeper } : inner;
}

function mimeOf(object: JsonObject): string {
  return firstTextOf(object, 'mime_type', 'mimeType', 'media_type', 'mediaType');
}

/** Address or base64 text of a part; '' for neither. */
function addressOf(object: JsonObject): string {
  const value = firstOf(
    object,
    'url',
    'uri',
    'fileUri',
    'file_uri',
    'data',
    'bytes',
    'file_data',
    'image_url',
    'image',
    'content',
  );
  return typeof value === 'string' ? value : nestedAddress(value);
}

/** AI SDK 7: `data: { type: 'data', data }` or `{ type: 'url', url }`. */
function nestedAddress(value: JsonValue | undefined): string {
  return isObject(value) ? textOf(firstOf(value, 'data', 'url', 'text')) : '';
}

function splitData(data: string): { uri: string; base64: string; mimeType: string } {
  if (data.startsWith('data:')) {
    const comma = data.indexOf(',');
    const header = data.slice(5, comma < 0 ? data.length : comma);
    const semicolon = header.indexOf(';');
    const mimeType = semicolon < 0 ? header : header.slice(0, semicolon);
    return { uri: '', base64: comma < 0 ? '' : data.slice(comma + 1), mimeType };
  }
  return hasScheme(data)
    ? { uri: data, base64: '', mimeType: '' }
    : { uri: '', base64: data, mimeType: '' };
}

/** `https://`, `gs://`, `s3://`, `file://`: base64 text has no colon. */
function hasScheme(data: string): boolean {
  const colon = data.slice(0, 32).indexOf(':');
  return colon > 0 && data.startsWith('//', colon + 1);
}

function base64Bytes(base64: string): number {
  let padding = 0;
  if (base64.endsWith('==')) padding = 2;
  else if (base64.endsWith('=')) padding = 1;
  return Math.max(0, Math.floor((base64.length * 3) / 4) - padding);
}
