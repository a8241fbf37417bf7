import { AMAZON_PRICES } from './amazon.ts';
import { ANTHROPIC_PRICES } from './anthropic.ts';
import { GOOGLE_PRICES } from './google.ts';
import { MISTRAL_PRICES } from './mistral.ts';
import { OPENAI_PRICES } from './openai.ts';
import { OTHER_PRICES } from './other-providers.ts';
import { createPriceTable, type PriceTable } from './price-lookup.ts';

/** Date the shipped prices were last checked. */
export const PRICE_TABLE_VERSION = '2026-11-21';

/**
 * The price table shipped with the app: list prices in US dollars per million tokens, standard tier, before discounts,
 * taxes, batch and priority rates.
 *
 * OpenAI, Anthropic, Google and xAI: rows on which two public collections agree, github.com/BerriAI/litellm
 * (`model_prices_and_context_window.json`, state of 2026-07-24) and github.com/pydantic/genai-prices (0.1.8, state of
 * 2026-09-23, also against its OpenRouter list), the later one where a price is known to have changed in between.
 * Others: genai-prices, for models whose price has long been the same. The page named in each file is where to check.
 * A model on whose price they disagree, or whose price hangs on the time of day, is left out (DeepSeek's own API is the
 * notable one): no price is better than a wrong one, and a user can add it.
 *
 * Prices are those in force on the date of the version. Spans keep the cost they were stored with, so a newer table
 * changes nothing in the past.
 */
export const SHIPPED_PRICES: PriceTable = createPriceTable(PRICE_TABLE_VERSION, [
  ...OPENAI_PRICES,
  ...ANTHROPIC_PRICES,
  ...GOOGLE_PRICES,
  ...AMAZON_PRICES,
  ...MISTRAL_PRICES,
  ...OTHER_PRICES,
]);
