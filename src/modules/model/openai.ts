import type { OutboundClient } from '../../platform/http/index.ts';
import { OpenAiReply } from './openai-reply.ts';
import { openAiBody } from './openai-request.ts';
import type { Provider } from './provider.ts';
import { apiKeyOf, baseUrlOf, isEventStream, postToProvider } from './provider-call.ts';
import { ReplyAssembler } from './reply-assembler.ts';
import { ToolNames } from './tool-names.ts';

const openAiUrl = 'https://api.openai.com/v1';
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
    const baseUrl = baseUrlOf(request.target, ollamaUrl);
    const target = { ...request.target, baseUrl: baseUrl.endsWith('/v1') ? baseUrl : `${baseUrl}/v1` };
    return call({ ...request, target }, emit);
  };
}

function chatCompletions(outbound: OutboundClient, dialect: { providerUrl: string | undefined }): Provider {
  const { providerUrl } = dialect;
  return async (request, emit) => {
    const baseUrl = baseUrlOf(request.target, providerUrl);
    const apiKey = apiKeyOf(request.target, { baseUrl, providerUrl });
    const names = new ToolNames(request);
    // OpenAI's newer models refuse the old name of the limit, and other servers don't know the new one.
    const maxTokensField = baseUrl === openAiUrl ? 'max_completion_tokens' : 'max_tokens';
    const response = await postToProvider(outbound, request, {
      url: `${baseUrl}/chat/completions`,
      headers: apiKey ? { authorization: `Bearer ${apiKey}` } : {},
      body: openAiBody(request, names, { maxTokensField }),
    });
    const reply = new OpenAiReply(request, new ReplyAssembler(request, names, emit));
    return isEventStream(response) ? reply.readStream(response) : reply.readWhole(response);
  };
}
