import { answerFailure, type ChatUpstream, connectionFailure, type ModelTarget } from '../modules/model/index.ts';
import type { Admission } from '../modules/model-access/index.ts';
import type { OutboundClient, Relay, RelaySink } from '../platform/http/index.ts';
import type { Exchange } from '../server/index.ts';
import { sendError, streamHeaders } from './chat-answer.ts';
import { withUpstreamWords } from './chat-error.ts';
import { type ChatRequest, inputCharacters } from './chat-request.ts';
import { rewriteRequest } from './request-bytes.ts';
import { UsageScanner } from './usage-scanner.ts';

const timeoutMs = 600_000;
const maxResponseBytes = 64 * 1024 * 1024;
const mostErrorBytes = 64 * 1024;

/** What is handed from the upstream's headers to the client. */
const passedHeaders = ['content-type', 'content-length', 'content-encoding', 'cache-control'];

/**
 * Sends a request on to an upstream that speaks the same dialect and its answer back, byte for byte and chunk by chunk.
 * Resolves when the answer is out; never rejects.
 */
export function passThrough(
  outbound: OutboundClient,
  exchange: Exchange,
  about: { request: ChatRequest; admission: Admission; upstream: ChatUpstream },
): Promise<void> {
  const { request, admission, upstream } = about;
  return new Promise((resolve) => {
    const answer = new PassedAnswer(exchange, { request, admission, done: resolve });
    try {
      const relay = outbound.relay(
        {
          url: upstream.url,
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            accept: request.isStream ? 'text/event-stream' : 'application/json',
            'idempotency-key': admission.id,
            ...upstream.headers,
          },
          body: sentBytes(request, admission, upstream),
          allowPrivate: admission.target.allowPrivate,
          timeoutMs,
          maxResponseBytes,
        },
        answer,
      );
      answer.follow(relay);
    } catch (error) {
      answer.fail(error);
    }
  });
}

/** The request as the upstream gets it: with the endpoint's model, and its parameters where the caller gives none. */
function sentBytes({ bytes, body }: ChatRequest, { target, endpoint }: Admission, upstream: ChatUpstream): Buffer {
  const { temperature, topP, maxOutputTokens } = endpoint.resource.spec.parameters;
  const mostTokens = maxOutputTokens ?? (Number(target.options['max_tokens']) || undefined);
  const more: Record<string, unknown> = {};
  if (temperature !== undefined && body['temperature'] === undefined) more['temperature'] = temperature;
  if (topP !== undefined && body['top_p'] === undefined) more['top_p'] = topP;
  const isBounded = body['max_tokens'] !== undefined || body['max_completion_tokens'] !== undefined;
  if (mostTokens !== undefined && !isBounded) more[upstream.maxTokensField] = mostTokens;
  return rewriteRequest(bytes, target.model, more);
}

/** An answer that is no completion, gathered to be told in the client's words. */
interface Refusal {
  status: number;
  headers: Record<string, string>;
  chunks: Buffer[];
  bytes: number;
}

/** The answer of an upstream on its way to the client. */
class PassedAnswer implements RelaySink {
  readonly #exchange: Exchange;
  readonly #request: ChatRequest;
  readonly #admission: Admission;
  readonly #done: () => void;
  readonly #startedMs = performance.now();
  #firstMs: number | undefined;
  #scanner: UsageScanner | undefined;
  #refusal: Refusal | undefined;

  constructor(exchange: Exchange, about: { request: ChatRequest; admission: Admission; done: () => void }) {
    this.#exchange = exchange;
    this.#request = about.request;
    this.#admission = about.admission;
    this.#done = about.done;
  }

  /** Lets the client's pace and its leaving act on the relay. */
  follow(relay: Relay): void {
    const { response } = this.#exchange;
    response.on('drain', () => relay.resume());
    response.once('close', () => {
      if (!response.writableFinished) relay.abort(new DOMException('The client left.', 'AbortError'));
    });
    if (response.destroyed) relay.abort(new DOMException('The client left.', 'AbortError'));
  }

  start(status: number, headers: Record<string, string>): void {
    if (status < 200 || status > 299) {
      this.#refusal = { status, headers, chunks: [], bytes: 0 };
      return;
    }
    const { response } = this.#exchange;
    if (response.destroyed) return;
    const isStream = (headers['content-type'] ?? '').startsWith('text/event-stream');
    this.#scanner = new UsageScanner(isStream);
    for (const [name, value] of Object.entries(this.#exchange.headers(isStream ? streamHeaders : undefined)))
      response.setHeader(name, value);
    for (const name of passedHeaders) if (headers[name] !== undefined) response.setHeader(name, headers[name]);
    response.statusCode = 200;
    // Mostly the first chunk comes along with the headers, and goes out with them; when it does not, they go alone.
    if (isStream) process.nextTick(() => response.headersSent || response.flushHeaders());
  }

  data(chunk: Buffer): boolean {
    if (this.#refusal) return this.#keepRefusal(this.#refusal, chunk);
    if (this.#exchange.response.destroyed) return true;
    this.#firstMs ??= performance.now();
    this.#scanner?.take(chunk);
    return this.#exchange.response.write(chunk);
  }

  end(): void {
    if (this.#refusal) this.fail(this.#failure(this.#refusal));
    else {
      this.#exchange.response.end();
      this.#settle(undefined);
    }
  }

  fail(error: unknown): void {
    const failure = connectionFailure(this.#admission.target, { error, timeoutMs });
    sendError(this.#exchange, failure);
    this.#settle(failure);
  }

  #keepRefusal(refusal: Refusal, chunk: Buffer): boolean {
    refusal.bytes += chunk.length;
    if (refusal.bytes <= mostErrorBytes) refusal.chunks.push(chunk);
    return true;
  }

  #failure({ status, headers, chunks }: Refusal): unknown {
    const text = Buffer.concat(chunks).toString('utf8');
    const target: ModelTarget = this.#admission.target;
    const failure = answerFailure(target, { status, headers, text });
    return withUpstreamWords(failure, { status, text, secret: target.apiKey?.trim() });
  }

  #settle(error: unknown): void {
    const nowMs = performance.now();
    const usage =
      this.#scanner && this.#firstMs !== undefined ? this.#scanner.usage(inputCharacters(this.#request)) : undefined;
    this.#admission.settle({
      usage,
      latencyMs: Math.round(nowMs - this.#startedMs),
      timeToFirstTokenMs: this.#firstMs === undefined ? null : Math.round(this.#firstMs - this.#startedMs),
      ...(error !== undefined && { error }),
    });
    this.#done();
  }
}
