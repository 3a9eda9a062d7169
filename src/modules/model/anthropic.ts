import type { OutboundClient } from '../../platform/http/index.ts';
import { AnthropicReply } from './anthropic-reply.ts';
import { anthropicBody } from './anthropic-request.ts';
import type { ModelTarget } from './model.ts';
import type { Provider } from './provider.ts';
import { apiKeyOf, baseUrlOf, isEventStream, postToProvider } from './provider-call.ts';
import { ReplyAssembler } from './reply-assembler.ts';
import { ToolNames } from './tool-names.ts';

/** Where Anthropic serves its API. */
export const anthropicUrl = 'https://api.anthropic.com/v1';
const defaultVersion = '2023-06-01';

/** What every call of Anthropic's API says about the caller. */
export function anthropicHeaders(target: ModelTarget, apiKey: string | undefined): Record<string, string> {
  return {
    'anthropic-version': target.options['anthropic_version'] ?? defaultVersion,
    ...(apiKey ? { 'x-api-key': apiKey } : {}),
  };
}

/** Anthropic's messages. */
export function anthropicProvider(outbound: OutboundClient): Provider {
  return async (request, emit) => {
    const { target } = request;
    const baseUrl = baseUrlOf(target, anthropicUrl);
    const apiKey = apiKeyOf(target, { baseUrl, providerUrl: anthropicUrl });
    const names = new ToolNames(request);
    const response = await postToProvider(outbound, request, {
      url: `${baseUrl}/messages`,
      headers: anthropicHeaders(target, apiKey),
      body: anthropicBody(request, names),
    });
    const reply = new AnthropicReply(request, new ReplyAssembler(request, names, emit));
    return isEventStream(response) ? reply.readStream(response) : reply.readWhole(response);
  };
}
