import { anthropicHeaders, anthropicUrl } from './anthropic.ts';
import type { ModelTarget } from './model.ts';
import { ollamaBaseUrl, openAiUrl } from './openai.ts';
import { apiKeyOf, baseUrlOf } from './provider-call.ts';

/**
 * How a target is asked which models it has, the cheapest question that tells whether it answers and takes the key.
 * @throws OrreryError INPUT_INVALID without a base URL, SECRET_UNRESOLVED without a key where one is needed
 */
export function modelsRequest(target: ModelTarget): { url: string; headers: Record<string, string> } {
  const baseUrl =
    target.provider === 'ollama' ? ollamaBaseUrl(target) : baseUrlOf(target, providerUrls[target.provider]);
  const apiKey = apiKeyOf(target, { baseUrl, providerUrl: providerUrls[target.provider] });
  return { url: `${baseUrl}/models`, headers: { accept: 'application/json', ...keyHeaders(target, apiKey) } };
}

const providerUrls: Record<string, string | undefined> = { openai: openAiUrl, anthropic: anthropicUrl };

function keyHeaders(target: ModelTarget, apiKey: string | undefined): Record<string, string> {
  if (target.provider === 'anthropic') return anthropicHeaders(target, apiKey);
  if (apiKey === undefined) return {};
  return target.provider === 'azure-openai' ? { 'api-key': apiKey } : { authorization: `Bearer ${apiKey}` };
}
