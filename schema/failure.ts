import type { ObjectRef } from '@pothos/core';
import { catalogue, type ErrorCode, isOrreryError, type OrreryError } from '../src/platform/errors.ts';
import { builder, type GraphTypes } from './builder.ts';

/** `EXECUTION_NOT_FOUND` as `ExecutionNotFound`: the name of the failure's type in the graph. */
export function failureName(code: string): string {
  return code
    .split('_')
    .map((word) => word.charAt(0) + word.slice(1).toLowerCase())
    .join('');
}

const codes = Object.keys(catalogue) as ErrorCode[];

function codeDescription(code: ErrorCode): string {
  const { http, retryable } = catalogue[code];
  return `HTTP ${http}. ${retryable ? 'The same call may succeed later.' : 'The same call will fail again.'}`;
}

const FailureCode = builder.enumType('FailureCode', {
  description: 'Every planned failure has one of these codes.',
  values: Object.fromEntries(codes.map((code) => [code, { description: codeDescription(code) }])) as Record<
    ErrorCode,
    { description: string }
  >,
});

/** A failure as a value: an error that is returned bare would be taken for one that is thrown. */
export interface FailureValue {
  failure: OrreryError;
}

/** What every failure of a mutation tells. */
export const Failure = builder.interfaceRef<FailureValue>('Failure').implement({
  description: 'A planned failure that the caller can act on.',
  resolveType: ({ failure }) => failureName(failure.code),
  fields: (t) => ({
    code: t.field({
      type: FailureCode,
      description: 'What kind of failure this is.',
      resolve: ({ failure }) => failure.code,
    }),
    message: t.string({
      description: 'What went wrong, in words for a person.',
      resolve: ({ failure }) => failure.message,
    }),
    fix: t.string({
      nullable: true,
      description: 'What can be done about it.',
      resolve: ({ failure }) => failure.fix ?? null,
    }),
    retryable: t.boolean({
      description: 'Whether the same call may succeed later.',
      resolve: ({ failure }) => catalogue[failure.code].retryable,
    }),
    facts: t.field({
      type: 'JSON',
      description: 'The facts behind the message, for a program.',
      resolve: ({ failure }) => failure.facts,
    }),
  }),
});

const types = new Map<ErrorCode, ObjectRef<GraphTypes, FailureValue>>();

/** The type of the failures with this code. */
function failureType(code: ErrorCode): ObjectRef<GraphTypes, FailureValue> {
  const known = types.get(code);
  if (known) return known;
  const made = builder.objectRef<FailureValue>(failureName(code)).implement({
    description: `The failure ${code}.`,
    interfaces: [Failure],
  });
  types.set(code, made);
  return made;
}

/** The result of a mutation: one of `members`, or a failure with one of `codes`. */
export function resultUnion<T extends object>(
  name: string,
  result: {
    description: string;
    members: readonly ObjectRef<GraphTypes, T>[];
    codes: readonly ErrorCode[];
    typeName: (value: T) => string;
  },
) {
  return builder.unionType(name, {
    description: result.description,
    types: [...result.members, ...result.codes.map(failureType)] as ObjectRef<GraphTypes, T | FailureValue>[],
    resolveType: (value) =>
      'failure' in value && isOrreryError(value.failure)
        ? failureName(value.failure.code)
        : result.typeName(value as T),
  });
}

/** What `run` gives; a failure with one of `codes` is a result as well. Any other error stays one. */
export async function orFailure<T>(codes: readonly ErrorCode[], run: () => Promise<T>): Promise<T | FailureValue> {
  try {
    return await run();
  } catch (error) {
    if (isOrreryError(error) && codes.includes(error.code)) return { failure: error };
    throw error;
  }
}
