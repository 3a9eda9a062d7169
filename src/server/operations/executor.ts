import {
  defaultFieldResolver,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLSchema,
} from 'graphql';
import { type CompiledQuery, compile } from './compile.ts';
import { compileWriter } from './json-writer.ts';
import type { Plan } from './plan.ts';

export interface Execution {
  schema: GraphQLSchema;
  plan: Plan;
  root: unknown;
  /** A fresh context; asked twice when an answer has to be worked out again. */
  context: () => object;
  /** As the client sent them, and known to fit. */
  variables: Record<string, unknown>;
}

/**
 * Runs one operation. The first run is interpreted and watched; from the second run on it is compiled if the
 * interpreter would answer the same. A compiled answer that leaves a doubt is worked out again by the interpreter.
 */
export function runOperation(execution: Execution): Promise<ExecutionResult> | ExecutionResult {
  const { schema, plan } = execution;
  const { speed } = plan;
  speed.runs += 1;
  if (speed.state === 'untried' && speed.runs > 1) {
    speed.compiled = compile(schema, plan);
    speed.write = compileWriter(schema, plan);
    speed.state = speed.compiled ? 'compiled' : 'interpreted';
  }
  return speed.compiled ? runCompiled(execution, speed.compiled) : interpret(execution);
}

async function runCompiled(execution: Execution, compiled: CompiledQuery): Promise<ExecutionResult> {
  try {
    const result = await compiled(execution.root, execution.context(), execution.variables);
    if (!result.errors || isCertain(result)) return result;
  } catch {
    // The compiled form cannot say what the interpreter would; it is asked below.
  }
  return interpret(execution);
}

function interpret({ schema, plan, root, context, variables }: Execution): Promise<ExecutionResult> | ExecutionResult {
  return execute({
    schema,
    document: plan.document,
    operationName: plan.name,
    rootValue: root,
    contextValue: context(),
    variableValues: variables,
    fieldResolver: plan.speed.state === 'untried' ? watchingResolver(plan) : defaultFieldResolver,
  });
}

/** Resolves as graphql-js does, and keeps plans from being compiled that meet methods or promises as properties. */
function watchingResolver(plan: Plan): GraphQLFieldResolver<unknown, unknown> {
  return (source, args, context, info) => {
    const value: unknown = defaultFieldResolver(source, args, context, info);
    const property = typeof source === 'object' && source !== null ? Reflect.get(source, info.fieldName) : undefined;
    if (typeof property === 'function' || property instanceof Promise) plan.speed.state = 'interpreted';
    return value;
  };
}

/**
 * Whether the interpreter would have reported the same errors: each was thrown by a resolver, and with several of them
 * none made its parent null, because what is left of the others is then a matter of order.
 */
function isCertain({ errors = [], data }: ExecutionResult): boolean {
  if (errors.some((error) => !(error instanceof GraphQLError) || !error.originalError)) return false;
  return errors.length === 1 || errors.every((error) => stoppedAtItsField(error, data));
}

function stoppedAtItsField(error: GraphQLError, data: unknown): boolean {
  let value: unknown = data;
  for (const key of (error.path ?? []).slice(0, -1)) {
    if (typeof value !== 'object' || value === null) return false;
    value = Reflect.get(value, key);
  }
  return typeof value === 'object' && value !== null;
}
