import type { OutboundClient } from '../../platform/http/index.ts';
import type { ModelTarget } from './model.ts';
import { OpenAiReply } from './openai-reply.ts';
import { openAiBody } from './openai-request.ts';
import type { Provider } from './provider.ts';
import { apiKeyOf, baseUrlOf, isEventStream, postToProvider } from './provider-call.ts';
import { ReplyAssembler } from './reply-assembler.ts';
import { ToolNames } from './tool-names.ts';

/** Where OpenAI serves its API. */
export const openAiUrl = 'https://api.openai.com/v1';
const ollamaUrl = 'http://127.0.0.1:11434';

/** OpenAI's chat completions. */
export function openAiProvider(outbound: OutboundClient): Provider {
  return chatCompletions(outbound, { providerUrl: openAiUrl });
}

/** Any server that speaks OpenAI's dialect; it has no address of its own and may need no key. */
export function openAiCompatibleProvider(outbound: OutboundClient): Provider {
  return chatCompletions(outbound, { providerUrl: undefined });
}

/** Ollama, through the OpenAI dialect that it serves under /v1. */
export function ollamaProvider(outbound: OutboundClient): Provider {
  const call = chatCompletions(outbound, { providerUrl: undefined });
  return (request, emit) => {
    const target = { ...request.target, baseUrl: ollamaBaseUrl(request.target) };
    return call({ ...request, target }, emit);
  };
}

/** Where an Ollama serves OpenAI's dialect. */
export function ollamaBaseUrl(target: ModelTarget): string {
  const baseUrl = baseUrlOf(target, ollamaUrl);
  return baseUrl.endsWith('/v1') ? baseUrl : `${baseUrl}/v1`;
}

/** How chat completions of a target are asked for without translating them. */
export interface ChatUpstream {
  url: string;
  headers: Record<string, string>;
  /** The upstream's name for the limit of output tokens. */
  maxTokensField: 'max_completion_tokens' | 'max_tokens';
}

/**
 * Where a target that speaks OpenAI's dialect serves chat completions; undefined for every other dialect.
 * @throws OrreryError INPUT_INVALID without a base URL, SECRET_UNRESOLVED without a key where one is needed
 */
export function chatUpstream(target: ModelTarget): ChatUpstream | undefined {
  if (target.provider !== 'openai' && target.provider !== 'openai-compatible') return undefined;
  return chatUpstreamAt(target, target.provider === 'openai' ? openAiUrl : undefined);
}

function chatUpstreamAt(target: ModelTarget, providerUrl: string | undefined): ChatUpstream {
  const baseUrl = baseUrlOf(target, providerUrl);
  const apiKey = apiKeyOf(target, { baseUrl, providerUrl });
  return {
    url: `${baseUrl}/chat/completions`,
    headers: apiKey ? { authorization: `Bearer ${apiKey}` } : {},
    // OpenAI's newer models refuse the old name of the limit, and other servers don't know the new one.
    maxTokensField: baseUrl === openAiUrl ? 'max_completion_tokens' : 'max_tokens',
  };
}

function chatCompletions(outbound: OutboundClient, dialect: { providerUrl: string | undefined }): Provider {
  const { providerUrl } = dialect;
  return async (request, emit) => {
    const { url, headers, maxTokensField } = chatUpstreamAt(request.target, providerUrl);
    const names = new ToolNames(request);
    const body = openAiBody(request, names, { maxTokensField });
    const response = await postToProvider(outbound, request, { url, headers, body });
    const reply = new OpenAiReply(request, new ReplyAssembler(request, names, emit));
    return isEventStream(response) ? reply.readStream(response) : reply.readWhole(response);
  };
}
