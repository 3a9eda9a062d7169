import type { Admission, ModelAccessService } from '../modules/model-access/index.ts';
import type { Exchange } from '../server/index.ts';
import { ChunkStream, completionOf, sendJson } from './chat-answer.ts';
import { directCallOf } from './chat-dialect.ts';
import type { ChatRequest } from './chat-request.ts';

/** Answers through the gateway, for upstreams that speak another dialect. @throws OrreryError as `ModelAccessService.call` */
export async function answerTranslated(
  models: ModelAccessService,
  exchange: Exchange,
  about: { request: ChatRequest; admission: Admission },
): Promise<void> {
  const { request, admission } = about;
  const call = directCallOf(request);
  const head = {
    id: `chatcmpl-${exchange.requestId}`,
    model: admission.target.model,
    created: Math.floor(Date.now() / 1_000),
  };
  const stream = request.isStream ? new ChunkStream(exchange, head, request.wantsUsage) : undefined;
  const reply = await models.callAdmitted(admission, call, {
    signal: exchange.signal,
    ...(stream && { onDelta: (delta) => stream.delta(delta) }),
  });
  const { message, finishReason, usage } = reply;
  if (stream) stream.finish(finishReason, usage);
  else sendJson(exchange, { status: 200, body: completionOf(head, { message, finishReason, usage }) });
}
