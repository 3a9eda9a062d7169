import { OrreryError } from '../../platform/errors.ts';
import type { OutboundClient } from '../../platform/http/index.ts';
import { anthropicProvider } from './anthropic.ts';
import { callCost } from './call-cost.ts';
import { mockProvider } from './mock.ts';
import type { Message, ModelGateway, ModelReply, ModelRequest, ModelUsage } from './model.ts';
import { connectionFailure } from './model-errors.ts';
import { ollamaProvider, openAiCompatibleProvider, openAiProvider } from './openai.ts';
import type { Provider, ProviderReply } from './provider.ts';
import { estimateUsage } from './usage-estimate.ts';

/** Makes the gateway to all providers: openai, openai-compatible, anthropic, ollama and mock. */
export function createModelGateway(deps: { outbound: OutboundClient }): ModelGateway {
  const { outbound } = deps;
  const providers = new Map<string, Provider>([
    ['openai', openAiProvider(outbound)],
    ['openai-compatible', openAiCompatibleProvider(outbound)],
    ['anthropic', anthropicProvider(outbound)],
    ['ollama', ollamaProvider(outbound)],
    ['mock', mockProvider],
  ]);
  return {
    async call(request) {
      const provider = providers.get(request.target.provider);
      if (!provider) throw unknownProvider(request.target.provider, [...providers.keys()]);
      try {
        return await timed(provider, request);
      } catch (error) {
        throw connectionFailure(request.target, { error, timeoutMs: request.timeoutMs });
      }
    },
  };
}

async function timed(provider: Provider, request: ModelRequest): Promise<ModelReply> {
  const startedMs = performance.now();
  let firstMs: number | undefined;
  const reply = await provider(request, (delta) => {
    firstMs ??= performance.now();
    request.onDelta?.(delta);
  });
  const usage = usageOf(request, reply);
  return {
    message: messageOf(reply),
    finishReason: reply.finishReason,
    usage,
    cost: callCost(usage, request.target.pricing),
    latencyMs: Math.round(performance.now() - startedMs),
    timeToFirstTokenMs: firstMs === undefined ? null : Math.round(firstMs - startedMs),
    providerModel: reply.providerModel,
  };
}

function messageOf({ content, toolCalls }: ProviderReply): Message {
  return { role: 'assistant', content, ...(toolCalls.length === 0 ? {} : { toolCalls }) };
}

function usageOf(request: ModelRequest, reply: ProviderReply): ModelUsage {
  return reply.usage
    ? { ...reply.usage, source: 'provider' }
    : { ...estimateUsage(request, reply), source: 'estimated' };
}

function unknownProvider(provider: string, known: string[]): OrreryError {
  return new OrreryError('INPUT_INVALID', `Models of the provider ${provider} cannot be called yet.`, {
    fix: `Use one of ${known.join(', ')}.`,
    facts: { provider, known },
  });
}
