import type { IncomingMessage } from 'node:http';
import { OrreryError } from '../../platform/errors.ts';
import { type Caller, malformed, type Operations, RequestRefused, refusal } from '../operations/index.ts';
import type { Subscriptions } from '../streams/index.ts';
import { readBody } from './body.ts';
import { type Credentials, credentialsOf } from './credentials.ts';
import { EventStream, resumeFrom } from './event-stream.ts';
import type { Exchange } from './exchange.ts';
import { answerBatch, answerOne, type Incoming, outcomeOf, textOf } from './json-requests.ts';
import type { LiveAnswer, LiveForm } from './live-answer.ts';
import { accepts, contentType, refuseUnasked } from './media-types.ts';
import { type GraphqlParams, parseJson, readBatch, readParams, readSearchParams } from './params.ts';
import { send, sendRefusal } from './reply.ts';
import type { YogaSide } from './yoga.ts';

export interface GraphqlEndpointOptions {
  operations: Operations;
  subscriptions: Subscriptions;
  yoga: YogaSide;
  authenticate(credentials: Credentials): Promise<Caller | null>;
  openLive(exchange: Exchange, form: LiveForm): LiveAnswer;
  /** What to do with an error that nobody planned: log it. */
  onError(error: unknown, requestId: string): void;
  bodyBytes: number;
  batch: number;
  showGraphiql: boolean;
}

const readable = new Set(['application/json', 'application/graphql', 'application/x-www-form-urlencoded']);

/** Serves HTTP requests to `/graphql`. A JSON body goes the short way; what is rare goes through Yoga. */
export class GraphqlEndpoint {
  readonly #options: GraphqlEndpointOptions;

  constructor(options: GraphqlEndpointOptions) {
    this.#options = options;
  }

  async serve(exchange: Exchange): Promise<void> {
    const { headers } = exchange.request;
    exchange.route = '/graphql';
    try {
      refuseMethod(exchange.method);
      const type = contentType(headers['content-type']);
      refuseUnasked(type, headers);
      const credentials = credentialsOf(headers);
      const actor = credentials.token === undefined ? null : await this.#authenticate(credentials);
      exchange.principalId = actor?.principalId;
      await this.#dispatch({ exchange, actor }, type);
    } catch (error) {
      this.#refuse(error, exchange);
    }
  }

  async #authenticate(credentials: Credentials): Promise<Caller> {
    const actor = await this.#options.authenticate(credentials);
    if (actor) return actor;
    throw refusal(
      new OrreryError('UNAUTHENTICATED', 'The credentials are wrong or have expired.', {
        fix: 'Send a valid token as "Authorization: Bearer", or send none to ask as nobody.',
      }),
    );
  }

  async #dispatch(incoming: Incoming, type: string): Promise<void> {
    const { request, method } = incoming.exchange;
    const { accept } = request.headers;
    if (this.#options.showGraphiql && method === 'GET' && accepts(accept, 'text/html')) {
      await this.#throughYoga(incoming, null);
      return;
    }
    const wanted = method === 'GET' ? searchParamsOf(request) : await this.#paramsOf(request, type);
    if (accepts(accept, 'text/event-stream')) await this.#stream(incoming, single(wanted));
    else if (accepts(accept, 'multipart/mixed')) await this.#throughYoga(incoming, single(wanted));
    else if (Array.isArray(wanted)) await answerBatch(this.#options.operations, incoming, wanted);
    else await answerOne(this.#options.operations, incoming, wanted);
  }

  async #paramsOf(request: IncomingMessage, type: string): Promise<GraphqlParams | GraphqlParams[]> {
    if (!readable.has(type)) {
      throw malformed(type === '' ? 'The request has no content-type.' : `A body of the type ${type} cannot be read.`, {
        status: 415,
        fix: 'Send application/json.',
      });
    }
    const text = await readBody(request, this.#options.bodyBytes);
    if (type === 'application/graphql') return { query: text };
    if (type === 'application/x-www-form-urlencoded') return readSearchParams(new URLSearchParams(text));
    const body = parseJson(text, 'The body');
    return Array.isArray(body) ? readBatch(body, this.#options.batch) : readParams(body);
  }

  async #stream(incoming: Incoming, params: GraphqlParams): Promise<void> {
    const { exchange, actor } = incoming;
    const { requestId } = exchange;
    const { operations, subscriptions, openLive } = this.#options;
    const stream = new EventStream(requestId, (form) => openLive(exchange, form));
    try {
      const plan = operations.prepare(params);
      if (plan.kind === 'subscription') {
        const variables = resumeFrom(plan, params.variables, exchange.request.headers['last-event-id']);
        stream.follow((member) => subscriptions.join(plan, { variables, actor, requestId }, member));
      } else {
        stream.answer(textOf(operations, await outcomeOf(operations, incoming, params), requestId));
      }
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      stream.refuse(error);
    }
  }

  #throughYoga({ exchange, actor }: Incoming, wanted: GraphqlParams | null): Promise<void> {
    exchange.setHeaders();
    return this.#options.yoga.handle({ req: exchange.request, res: exchange.response, exchange, actor, wanted });
  }

  #refuse(error: unknown, exchange: Exchange): void {
    const type = 'application/graphql-response+json';
    if (error instanceof RequestRefused) {
      const headers: Record<string, string> = {};
      if (error.status === 401) headers['www-authenticate'] = 'Bearer';
      if (error.status === 405) headers['allow'] = 'GET, POST';
      sendRefusal(exchange, error, { type, headers });
      return;
    }
    const { requestId, response } = exchange;
    this.#options.onError(error, requestId);
    const message = 'Something went wrong on our side.';
    const body = JSON.stringify({
      errors: [{ message, extensions: { code: 'INTERNAL', retryable: true, requestId } }],
    });
    if (response.headersSent) response.destroy();
    else send(exchange, { status: 500, type, body });
  }
}

function refuseMethod(method: string): void {
  if (method === 'GET' || method === 'POST') return;
  throw malformed('GraphQL is asked with GET or POST.', { status: 405 });
}

function single(wanted: GraphqlParams | GraphqlParams[]): GraphqlParams {
  if (!Array.isArray(wanted)) return wanted;
  throw malformed('A batch is not answered as a stream or in parts.', { fix: 'Accept application/json.' });
}

function searchParamsOf(request: IncomingMessage): GraphqlParams {
  return readSearchParams(new URL(request.url ?? '/', 'http://localhost').searchParams);
}
