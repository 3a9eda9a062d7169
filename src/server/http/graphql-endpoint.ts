import type { IncomingMessage } from 'node:http';
import { OrreryError } from '../../platform/errors.ts';
import { type Caller, malformed, type Operations, RequestRefused, refusal } from '../operations/index.ts';
import type { Subscriptions } from '../streams/index.ts';
import { readBody } from './body.ts';
import { type Credentials, credentialsOf } from './credentials.ts';
import { type EventStream, resumeFrom } from './event-stream.ts';
import type { Exchange } from './exchange.ts';
import { answerBatch, answerOne, type Incoming, outcomeOf, textOf } from './json-requests.ts';
import { accepts, contentType, refuseUnasked } from './media-types.ts';
import { type GraphqlParams, parseJson, readParams, readSearchParams } from './params.ts';
import { send, sendRefusal } from './reply.ts';
import type { YogaSide } from './yoga.ts';

export interface GraphqlEndpointOptions {
  operations: Operations;
  subscriptions: Subscriptions;
  yoga: YogaSide;
  authenticate(credentials: Credentials): Promise<Caller | null>;
  openEventStream(exchange: Exchange): EventStream;
  /** What to do with an error that nobody planned: log it. */
  onError(error: unknown, requestId: string): void;
  bodyBytes: number;
  batch: number;
  showGraphiql: boolean;
}

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

  #dispatch(incoming: Incoming, type: string): Promise<void> {
    const { request, method } = incoming.exchange;
    const { accept } = request.headers;
    if (accepts(accept, 'text/event-stream')) return this.#stream(incoming, type);
    if (accepts(accept, 'multipart/mixed')) return this.#throughYoga(incoming);
    if (method === 'POST') return type === 'application/json' ? this.#json(incoming) : this.#otherBody(incoming, type);
    if (this.#options.showGraphiql && accepts(accept, 'text/html')) return this.#throughYoga(incoming);
    return answerOne(this.#options.operations, incoming, searchParamsOf(request));
  }

  async #json(incoming: Incoming): Promise<void> {
    const { operations, bodyBytes, batch: limit } = this.#options;
    const body = parseJson(await readBody(incoming.exchange.request, bodyBytes), 'The body');
    if (Array.isArray(body)) await answerBatch(operations, incoming, { batch: body, limit });
    else await answerOne(operations, incoming, readParams(body));
  }

  #otherBody(incoming: Incoming, type: string): Promise<void> {
    if (type === 'application/graphql' || type === 'application/x-www-form-urlencoded')
      return this.#throughYoga(incoming);
    throw malformed(type === '' ? 'The request has no content-type.' : `A body of the type ${type} cannot be read.`, {
      status: 415,
      fix: 'Send application/json.',
    });
  }

  async #stream(incoming: Incoming, type: string): Promise<void> {
    const { exchange, actor } = incoming;
    const { requestId } = exchange;
    const params = await this.#streamParams(exchange, type);
    const { operations, subscriptions } = this.#options;
    const stream = this.#options.openEventStream(exchange);
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

  async #streamParams({ request, method }: Exchange, type: string): Promise<GraphqlParams> {
    if (method === 'GET') return searchParamsOf(request);
    if (type !== 'application/json') {
      throw malformed('An event stream is asked for with a JSON body or by GET.', {
        status: 415,
        fix: 'Send application/json.',
      });
    }
    return readParams(parseJson(await readBody(request, this.#options.bodyBytes), 'The body'));
  }

  #throughYoga({ exchange, actor }: Incoming): Promise<void> {
    exchange.setHeaders();
    return this.#options.yoga.handle({ req: exchange.request, res: exchange.response, exchange, actor });
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

function searchParamsOf(request: IncomingMessage): GraphqlParams {
  return readSearchParams(new URL(request.url ?? '/', 'http://localhost').searchParams);
}
