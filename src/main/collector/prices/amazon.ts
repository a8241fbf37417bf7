import { shippedPrice, type PriceDetails, type PriceEntry } from './shipped-price.ts';

function bedrock(model: string, input: number, output: number, details?: PriceDetails): PriceEntry {
  return shippedPrice('amazon', model, input, output, details);
}

/**
 * Amazon Bedrock, on demand in us-east-1, as in aws.amazon.com/bedrock/pricing, by model id without region prefix and
 * version (see `model-names.ts`). Anthropic's models stand in `anthropic.ts`.
 */
export const AMAZON_PRICES: readonly PriceEntry[] = [
  bedrock('amazon.nova-micro', 0.035, 0.14, { cached: 0.00875 }),
  bedrock('amazon.nova-lite', 0.06, 0.24, { cached: 0.015 }),
  bedrock('amazon.nova-pro', 0.8, 3.2, { cached: 0.2 }),
  bedrock('amazon.nova-premier', 2.5, 12.5, { cached: 0.625 }),
  bedrock('amazon.nova-2-lite', 0.33, 2.75, { cached: 0.0825 }),
  bedrock('nova-2-lite', 0.3, 2.5, { cached: 0.075 }),
  bedrock('amazon.titan-embed-text-v1', 0.1, 0),
  bedrock('amazon.titan-embed-text-v2', 0.02, 0, { aliases: ['amazon.titan-embed-text-v2:0'] }),
  bedrock('meta.llama3-1-8b-instruct', 0.22, 0.22),
  bedrock('meta.llama3-1-70b-instruct', 0.72, 0.72),
  bedrock('meta.llama3-3-70b-instruct', 0.72, 0.72),
  bedrock('meta.llama4-scout-17b-instruct', 0.17, 0.66),
  bedrock('meta.llama4-maverick-17b-instruct', 0.24, 0.97),
  bedrock('deepseek.r1', 1.35, 5.4),
  bedrock('openai.gpt-oss-120b-1', 0.15, 0.6, { aliases: ['openai.gpt-oss-120b'] }),
  bedrock('openai.gpt-oss-20b-1', 0.07, 0.3, { aliases: ['openai.gpt-oss-20b'] }),
];
