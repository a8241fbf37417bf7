import type { Part } from '../../../shared/genai/llm-view.ts';

export type MediaPart = Extract<Part, { readonly base64: string }>;

/** Raster formats every browser draws; SVG is left out, as it is a document and not only a picture. */
const FORMATS = new Set([
  'image/png',
  'image/jpeg',
  'image/jpg',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/bmp',
]);

/** `data:` address of an image whose bytes are in the span; undefined for anything that would have to be loaded. */
export function imageSource(part: MediaPart): string | undefined {
  if (part.kind !== 'image' || part.base64 === '' || !isBase64(part.base64)) return undefined;
  const format = part.mimeType === '' ? 'image/png' : part.mimeType.toLowerCase();
  return FORMATS.has(format) ? `data:${format};base64,${part.base64}` : undefined;
}

/** Checks the ends of the text, not the megabytes between: a wrong character there only breaks the picture. */
function isBase64(text: string): boolean {
  return /^[A-Za-z0-9+/_\-=\s]*$/.test(
    text.length > 4096 ? text.slice(0, 2048) + text.slice(-2048) : text,
  );
}
