import type { IncomingMessage, ServerResponse } from 'node:http';
import { useDeferStream } from '@graphql-yoga/plugin-defer-stream';
import type { GraphQLSchema } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import { type Caller, type DocumentEngine, type Operations, RequestRefused } from '../operations/index.ts';
import type { Exchange } from './exchange.ts';
import { HttpCall, type Outcome, outcomeOf } from './json-requests.ts';
import { type AnswerType, answerType } from './media-types.ts';
import { readParams } from './params.ts';
import { refusedAnswer, statusOf } from './reply.ts';

/** What an HTTP request brings along for Yoga's plugins. */
export interface YogaContext {
  req: IncomingMessage;
  res: ServerResponse;
  exchange: Exchange;
  actor: Caller | null;
}

export interface YogaOptions {
  schema: GraphQLSchema;
  /** Asked when a request comes: the operations are made from this Yoga's own engine. */
  operations: () => Operations;
  bodyBytes: number;
  batch: number;
  showGraphiql: boolean;
  /** Renders GraphiQL without a CDN, where a renderer is installed. */
  renderGraphiql?: ((options?: object) => string) | undefined;
}

export interface YogaSide {
  engine: DocumentEngine;
  executeIncrementally(args: object): unknown;
  /** Serves GraphiQL, answers in parts, and bodies that are not JSON. */
  handle(context: YogaContext): Promise<void>;
  dispose(): Promise<void>;
}

/** Sets up Yoga: its envelope reads every document, and its HTTP handler serves what is rare. */
export function createYogaSide(options: YogaOptions): YogaSide {
  const yoga = createYoga<YogaContext>({
    schema: options.schema,
    plugins: [useDeferStream(), throughOperations(options)],
    graphqlEndpoint: '/graphql',
    graphiql: options.showGraphiql ? { title: 'Orrery', defaultQuery: '{\n  __typename\n}\n' } : false,
    ...(options.renderGraphiql && { renderGraphiQL: options.renderGraphiql }),
    extraParamNames: ['documentId', 'id'],
    batching: { limit: options.batch },
    maxRequestBodySize: options.bodyBytes,
    maskedErrors: false,
    parserAndValidationCache: false,
    multipart: false,
    landingPage: false,
    logging: false,
    cors: false,
  });
  const { schema, parse, validate, execute } = yoga.getEnveloped({});
  return {
    engine: { schema, parse, validate },
    executeIncrementally: execute,
    handle: async (context) => {
      await yoga(context.req, context.res, context);
    },
    dispose: async () => {
      await yoga.dispose();
    },
  };
}

/** Has every operation run by `Operations`, so that an answer does not depend on the way a request took. */
function throughOperations(options: YogaOptions): Plugin<object, YogaContext> {
  return {
    async onParams({ params, request, context, setParams, setResult }) {
      const { exchange, actor } = context as unknown as YogaContext;
      const accept = request.headers.get('accept') ?? undefined;
      const operations = options.operations();
      // Yoga checks that there is a text; a document may have been named by its id.
      setParams({ query: typeof params.query === 'string' ? params.query : '' });
      try {
        const wanted = readParams(params);
        const plan = operations.prepare(wanted);
        if (plan.isIncremental && plan.kind === 'query' && accept?.includes('multipart/mixed')) {
          setResult(operations.runInParts(plan, new HttpCall({ exchange, actor }, plan, wanted.variables)) as never);
          return;
        }
        setResult(withStatus(await outcomeOf(operations, { exchange, actor }, wanted), exchange, accept) as never);
      } catch (error) {
        if (!(error instanceof RequestRefused)) throw error;
        setResult(withStatus(error, exchange, accept) as never);
      }
    },
  };
}

function withStatus(outcome: Outcome, exchange: Exchange, accept: string | undefined): object {
  const body = outcome instanceof RequestRefused ? refusedAnswer(outcome, exchange.requestId) : outcome.answer;
  return { ...body, extensions: { http: { status: statusOf(outcome, typeOf(accept)) } } };
}

/** Answers in parts have the statuses of the newer media type. */
function typeOf(accept: string | undefined): AnswerType {
  return accept?.includes('multipart/mixed') ? 'application/graphql-response+json' : answerType(accept);
}
