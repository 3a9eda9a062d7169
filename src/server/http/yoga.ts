import type { IncomingMessage, ServerResponse } from 'node:http';
import { useDeferStream } from '@graphql-yoga/plugin-defer-stream';
import type { GraphQLSchema } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import { type Caller, type DocumentEngine, type Operations, RequestRefused } from '../operations/index.ts';
import type { Exchange } from './exchange.ts';
import { HttpCall, type Outcome, outcomeOf } from './json-requests.ts';
import type { GraphqlParams } from './params.ts';
import { refusedAnswer, statusOf } from './reply.ts';

/** What an HTTP request brings along for Yoga's plugins. */
export interface YogaContext {
  req: IncomingMessage;
  res: ServerResponse;
  exchange: Exchange;
  actor: Caller | null;
  /** What is asked for, read already; null for the page of GraphiQL. */
  wanted: GraphqlParams | null;
}

export interface YogaOptions {
  schema: GraphQLSchema;
  /** Asked when a request comes: the operations are made from this Yoga's own engine. */
  operations: () => Operations;
  showGraphiql: boolean;
  /** Renders GraphiQL without a CDN, where a renderer is installed. */
  renderGraphiql?: ((options?: object) => string | Promise<string>) | undefined;
}

export interface YogaSide {
  engine: DocumentEngine;
  executeIncrementally(args: object): unknown;
  /** Serves GraphiQL and answers in parts. */
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
    // The body has been read, counted and checked when Yoga gets the request.
    maxRequestBodySize: false,
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
    onRequestParse({ setRequestParser }) {
      setRequestParser(() => ({ query: '' }));
    },
    async onParams({ context, setResult }) {
      const { exchange, actor, wanted } = context as unknown as YogaContext;
      setResult((await resultOf(options.operations(), { exchange, actor, wanted: wanted ?? {} })) as never);
    },
  };
}

async function resultOf(
  operations: Operations,
  { exchange, actor, wanted }: Pick<YogaContext, 'exchange' | 'actor'> & { wanted: GraphqlParams },
): Promise<object> {
  try {
    const plan = operations.prepare(wanted);
    if (plan.isIncremental && plan.kind === 'query') {
      return await operations.runInParts(plan, new HttpCall({ exchange, actor }, plan, wanted.variables));
    }
    return withStatus(await outcomeOf(operations, { exchange, actor }, wanted), exchange);
  } catch (error) {
    if (error instanceof RequestRefused) return withStatus(error, exchange);
    throw error;
  }
}

function withStatus(outcome: Outcome, exchange: Exchange): object {
  const body = outcome instanceof RequestRefused ? refusedAnswer(outcome, exchange.requestId) : outcome.answer;
  return { ...body, extensions: { http: { status: statusOf(outcome, 'application/graphql-response+json') } } };
}
