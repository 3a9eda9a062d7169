import type { Actor } from '../modules/identity/index.ts';
import { chatUpstream } from '../modules/model/index.ts';
import { agentNamed, type ModelAccessService } from '../modules/model-access/index.ts';
import { redact } from '../modules/policy/index.ts';
import { isOrreryError, OrreryError } from '../platform/errors.ts';
import type { OutboundClient } from '../platform/http/index.ts';
import type { Logger } from '../platform/log.ts';
import { type Exchange, readBytes } from '../server/index.ts';
import { type AgentChatDeps, answerAsAgent } from './agent-chat.ts';
import { sendError } from './chat-answer.ts';
import { type ChatRequest, readChatRequest } from './chat-request.ts';
import { passThrough } from './pass-through.ts';
import { answerTranslated } from './translated.ts';

/** Where chat completions are served. */
export const chatPath = '/v1/chat/completions';

const maxBodyBytes = 4 * 1024 * 1024;

/** What the proxy is made of. */
export interface ChatProxyDeps extends AgentChatDeps {
  models: ModelAccessService;
  outbound: OutboundClient;
  log: Logger;
  /** Whom a token belongs to; null when it is wrong. */
  authenticate(token: string): Promise<Actor | null>;
}

/**
 * Serves OpenAI's chat completions. An upstream that speaks the same dialect is passed through byte for byte, others are
 * translated, and an agent is run. The returned handler never rejects.
 */
export function createChatProxy(deps: ChatProxyDeps): (exchange: Exchange) => Promise<void> {
  return async (exchange) => {
    exchange.route = chatPath;
    try {
      await serve(deps, exchange);
    } catch (error) {
      const { requestId } = exchange;
      const isLeaving = error instanceof Error && error.name === 'AbortError';
      if (!isOrreryError(error) && !isLeaving) deps.log.error({ err: error, requestId }, 'a chat failed');
      sendError(exchange, error);
    }
  };
}

async function serve(deps: ChatProxyDeps, exchange: Exchange): Promise<void> {
  if (exchange.method !== 'POST') throw notPosted(exchange.method);
  const actor = await callerOf(deps, exchange);
  const request = readChatRequest(await readBytes(exchange.request, maxBodyBytes));
  const agent = agentNamed(request.model);
  if (agent) await answerAsAgent(deps, exchange, { actor, request, agent });
  else await answerAsModel(deps, exchange, { actor, request });
}

async function callerOf({ authenticate }: ChatProxyDeps, exchange: Exchange): Promise<Actor> {
  const { authorization, 'x-api-key': key } = exchange.request.headers;
  const token = authorization === undefined ? key : /^bearer +(\S+)$/i.exec(authorization.trim())?.[1];
  const actor = typeof token === 'string' ? await authenticate(token) : null;
  if (!actor) {
    throw new OrreryError('UNAUTHENTICATED', 'The API key is missing or wrong.', {
      fix: 'Send it as "Authorization: Bearer <key>".',
    });
  }
  exchange.principalId = actor.principalId;
  return { ...actor, requestId: exchange.requestId };
}

async function answerAsModel(
  deps: ChatProxyDeps,
  exchange: Exchange,
  about: { actor: Actor; request: ChatRequest },
): Promise<void> {
  const { actor, request } = about;
  const admission = await deps.models.admit(actor, {
    model: request.model,
    text: () => JSON.stringify(request.messages),
  });
  try {
    const upstream = chatUpstream(admission.target);
    const sent = admission.redact ? redacted(request, admission.redact) : request;
    if (upstream) await passThrough(deps.outbound, exchange, { request: sent, admission, upstream });
    else await answerTranslated(deps.models, exchange, { request, admission });
  } catch (error) {
    // Whoever made the call has settled it; this is for one that was never made.
    admission.settle({ error, latencyMs: 0, timeToFirstTokenMs: null });
    throw error;
  }
}

/** The request without what policies want taken out: then, and only then, it is written anew. */
function redacted(request: ChatRequest, rules: string[]): ChatRequest {
  const messages = request.messages.map((message) => ({
    ...message,
    content: redact(message['content'], rules),
    ...(message['tool_calls'] !== undefined && { tool_calls: redact(message['tool_calls'], rules) }),
  }));
  const body = { ...request.body, messages };
  return { ...request, body, messages, bytes: Buffer.from(JSON.stringify(body)) };
}

function notPosted(method: string): OrreryError {
  return new OrreryError('REQUEST_INVALID', `Chat completions are asked for with POST, not ${method}.`, {
    facts: { told: { status: 405, type: null, param: null, code: 'method_not_allowed' } },
  });
}
