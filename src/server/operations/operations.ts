import { createSourceEventStream, type DocumentNode, type ExecutionResult, getVariableValues } from 'graphql';
import { OrreryError } from '../../platform/errors.ts';
import type { Logger } from '../../platform/log.ts';
import type { Limits } from '../limits.ts';
import { BoundedCache } from './bounded-cache.ts';
import { type Cost, costRule } from './cost.ts';
import { type DocumentEngine, readDocument } from './document.ts';
import { runOperation } from './executor.ts';
import { documentFault, inPathOrder, malformed, refusal, type ShownError, showFailure } from './failure.ts';
import { checkCost, makePlan, type Plan } from './plan.ts';
import type { TrustedDocuments } from './trusted-documents.ts';

/** On whose behalf an operation runs, as far as this folder needs to know. */
export interface Caller {
  readonly principalId: string;
}

/** What is to be run: a document by text or by id, and which of its operations. */
export interface OperationRequest {
  query?: string | undefined;
  documentId?: string | undefined;
  operationName?: string | undefined;
}

/** One run of an operation. `variables` are as the client sent them. */
export interface Call {
  readonly variables?: Record<string, unknown> | undefined;
  readonly actor: Caller | null;
  readonly requestId: string;
  /** Aborted when the caller has gone. */
  readonly signal: AbortSignal;
}

/** What is written on the wire. Without `data` nothing was executed. */
export interface Answer {
  errors?: ShownError[];
  data?: Record<string, unknown> | null;
}

/** A part of an answer that comes in parts. */
export interface AnswerPart extends Answer {
  incremental?: AnswerPart[];
  hasNext?: boolean;
}

export interface OperationsDeps {
  engine: DocumentEngine;
  /** Runs documents with @defer and @stream, giving the parts of the answer as they come. */
  executeIncrementally(args: object): unknown;
  createContext(call: Call): object;
  limits: Limits;
  trustedDocuments: TrustedDocuments;
  trustedDocumentsOnly: boolean;
  log: Logger;
}

interface KnownDocument {
  document: DocumentNode;
  plans: Map<string, Plan>;
}

/** The one way to run an operation, whichever transport or facade asks for it. */
export class Operations {
  readonly #deps: OperationsDeps;
  readonly #known = new BoundedCache<KnownDocument>({ maxEntries: 1_000, maxWeight: 1024 * 1024 });

  constructor(deps: OperationsDeps) {
    this.#deps = deps;
  }

  /** Reads, validates and measures an operation that came over the network, once per document. @throws RequestRefused */
  prepare(request: OperationRequest): Plan {
    const text = this.#textOf(request);
    const known = this.#known.get(text) ?? this.#learn(text);
    const name = request.operationName ?? '';
    const plan = known.plans.get(name);
    if (plan) return plan;
    const made = makePlan(this.#deps.engine.schema, {
      document: known.document,
      name: request.operationName,
      limits: this.#deps.limits,
    });
    known.plans.set(name, made);
    return made;
  }

  /** Prepares a document of the program itself: no limits, and it need not be among the trusted ones. @throws RequestRefused */
  prepareOwn(text: string, operationName?: string): Plan {
    const document = readDocument(this.#deps.engine, text, null);
    return makePlan(this.#deps.engine.schema, { document, name: operationName, limits: null });
  }

  /** Runs a query or mutation. Never throws: what fails is in the answer. @throws RequestRefused for variables that do not fit */
  async run(plan: Plan, call: Call): Promise<Answer> {
    this.#admit(plan, call);
    try {
      return this.#answer(await this.#execute(plan, call, undefined), call);
    } catch (error) {
      return { errors: [showFailure(error, { requestId: call.requestId, log: this.#deps.log })], data: null };
    }
  }

  /** Starts the source of a subscription: events to give to `event`, or the answer that says why there are none. @throws RequestRefused */
  async subscribe(plan: Plan, call: Call): Promise<AsyncIterator<unknown> | Answer> {
    this.#admit(plan, call);
    try {
      const source = await createSourceEventStream({
        schema: this.#deps.engine.schema,
        document: plan.document,
        operationName: plan.name,
        contextValue: this.#deps.createContext(call),
        variableValues: call.variables ?? {},
      });
      return Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : this.#answer(source, call);
    } catch (error) {
      return { errors: [showFailure(error, { requestId: call.requestId, log: this.#deps.log })] };
    }
  }

  /** The answer of a subscription to one event of its source, with a context of its own so that nothing is remembered between events. */
  async event(plan: Plan, call: Call, event: unknown): Promise<Answer> {
    try {
      return this.#answer(await this.#execute(plan, call, event), call);
    } catch (error) {
      return { errors: [this.fail(error, call)], data: null };
    }
  }

  /** Runs a document with @defer or @stream and gives the parts of its answer. @throws RequestRefused */
  async runInParts(plan: Plan, call: Call): Promise<AsyncIterable<AnswerPart>> {
    this.#admit(plan, call);
    return this.#parts(plan, call);
  }

  async *#parts(plan: Plan, call: Call): AsyncGenerator<AnswerPart> {
    const result = await this.#deps.executeIncrementally({
      schema: this.#deps.engine.schema,
      document: plan.document,
      operationName: plan.name,
      contextValue: this.#deps.createContext(call),
      variableValues: call.variables ?? {},
    });
    if (!isAsyncIterable(result)) yield this.#answer(result as ExecutionResult, call);
    else for await (const part of result) yield this.#part(part as RawPart, call);
  }

  /** An answer of `plan` as JSON. */
  write(plan: Plan, answer: Answer): string {
    const { write } = plan.speed;
    if (!write || answer.errors) return JSON.stringify(answer);
    return `{"data":${write(answer.data)}}`;
  }

  /** What running `plan` with these variables asks for. @throws RequestRefused when they do not fit */
  measure(plan: Plan, variables: Record<string, unknown>): Cost {
    const { schema } = this.#deps.engine;
    const given = getVariableValues(schema, plan.operation.variableDefinitions ?? [], variables, { maxErrors: 10 });
    if (given.errors) throw documentFault(given.errors);
    return costRule(schema, plan.document, plan.hasVariables).measure(variables);
  }

  /** An error outside any field, as the caller of `call` may see it. */
  fail(error: unknown, call: Pick<Call, 'requestId'>): ShownError {
    return showFailure(error, { requestId: call.requestId, log: this.#deps.log });
  }

  #execute(plan: Plan, call: Call, root: unknown): Promise<ExecutionResult> | ExecutionResult {
    return runOperation({
      schema: this.#deps.engine.schema,
      plan,
      root,
      context: () => this.#deps.createContext(call),
      variables: call.variables ?? {},
    });
  }

  #textOf({ query, documentId }: OperationRequest): string {
    const { trustedDocuments, trustedDocumentsOnly } = this.#deps;
    const trusted = documentId === undefined ? undefined : trustedDocuments.get(documentId);
    if (trusted !== undefined && (query === undefined || query === trusted)) return trusted;
    if (trusted !== undefined)
      throw malformed('The request names a trusted document and has another text beside it.', {
        fix: 'Send one of them.',
      });
    if (!trustedDocumentsOnly && query !== undefined) return query;
    if (!trustedDocumentsOnly && documentId === undefined) {
      throw malformed('The request has no "query".', { fix: 'Send the GraphQL document as the string "query".' });
    }
    const problem =
      documentId === undefined ? 'This server runs trusted documents only.' : 'No trusted document has this id.';
    throw refusal(
      new OrreryError('DOCUMENT_NOT_TRUSTED', problem, {
        fix: 'Send the "documentId" of a document that the server was started with.',
      }),
    );
  }

  #learn(text: string): KnownDocument {
    const document = readDocument(this.#deps.engine, text, this.#deps.limits);
    const known: KnownDocument = { document, plans: new Map() };
    this.#known.set(text, known, text.length);
    return known;
  }

  /** The words for variables that do not fit are those of graphql-js, whichever executor runs the operation. */
  #admit(plan: Plan, call: Call): void {
    let variables: Record<string, unknown> = {};
    if (plan.hasVariables) {
      const values = getVariableValues(
        this.#deps.engine.schema,
        plan.operation.variableDefinitions ?? [],
        call.variables ?? {},
        {
          maxErrors: 10,
        },
      );
      if (values.errors) throw documentFault(values.errors);
      variables = call.variables ?? {};
    }
    checkCost(plan, variables);
  }

  #answer({ errors, data }: ExecutionResult, call: Call): Answer {
    if (!errors) return { data: data ?? null };
    const shown = inPathOrder(errors.map((error) => this.fail(error, call)));
    return data === undefined ? { errors: shown } : { errors: shown, data };
  }

  #part({ errors, incremental, ...rest }: RawPart, call: Call): AnswerPart {
    return {
      ...(errors && { errors: errors.map((error) => this.fail(error, call)) }),
      ...rest,
      ...(incremental && { incremental: incremental.map((part) => this.#part(part, call)) }),
    };
  }
}

interface RawPart {
  errors?: unknown[];
  incremental?: RawPart[];
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}
