import { shippedPrice, type PriceDetails, type PriceEntry } from './shipped-price.ts';

function google(model: string, input: number, output: number, details?: PriceDetails): PriceEntry {
  return shippedPrice('google', model, input, output, details);
}

const above = 200_000;

/**
 * Google Gemini, paid tier with text, image or video input, as in ai.google.dev/gemini-api/docs/pricing; audio input,
 * which spans do not tell apart, costs more. Left out: 2.0 models, dearer on Vertex AI than on the Gemini API, and
 * gemini-3.6-flash and later, sold at introductory prices.
 */
export const GOOGLE_PRICES: readonly PriceEntry[] = [
  google('gemini-3.5-flash', 1.5, 9, { cached: 0.15 }),
  google('gemini-3.5-flash-lite', 0.3, 2.5, { cached: 0.03 }),
  google('gemini-3.1-pro-preview', 2, 12, {
    cached: 0.2,
    long: { above, input: 4, output: 18, cached: 0.4 },
    aliases: ['gemini-3.1-pro-preview-customtools'],
  }),
  google('gemini-3.1-flash-lite', 0.25, 1.5, {
    cached: 0.025,
    aliases: ['gemini-3.1-flash-lite-preview'],
  }),
  google('gemini-3-pro-preview', 2, 12, {
    cached: 0.2,
    long: { above, input: 4, output: 18, cached: 0.4 },
  }),
  google('gemini-3-flash-preview', 0.5, 3, { cached: 0.05 }),
  google('gemini-2.5-pro', 1.25, 10, {
    cached: 0.125,
    long: { above, input: 2.5, output: 15, cached: 0.25 },
    aliases: ['gemini-2.5-pro-preview-06-05', 'gemini-2.5-pro-preview-05-06'],
  }),
  google('gemini-2.5-flash', 0.3, 2.5, {
    cached: 0.03,
    aliases: ['gemini-2.5-flash-preview-09-2025'],
  }),
  google('gemini-2.5-flash-lite', 0.1, 0.4, {
    cached: 0.01,
    aliases: ['gemini-2.5-flash-lite-preview-09-2025'],
  }),
  google('gemini-embedding-001', 0.15, 0),
];
