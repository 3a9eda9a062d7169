import { type CatalogueRow, catalogue, type ErrorCode } from '../../src/platform/errors.ts';
import { type RequestRefused, type ShownError, showRefusal } from '../../src/server/index.ts';
import type { Problem } from './convention.ts';
import { type ApiName, failureKeys, type Route } from './route.ts';

/** A failure of the request that is known already. */
export class Refused extends Error {
  override name = 'Refused';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** A problem with a code of the catalogue, in the API's words. `status` where it is not the catalogue's. */
export function problemOf(
  api: ApiName,
  code: string,
  about: Pick<Problem, 'message'> & Partial<Pick<Problem, 'fix' | 'facts' | 'status' | 'part'>>,
): Problem {
  const row: CatalogueRow = catalogue[code as ErrorCode] ?? catalogue.INTERNAL;
  return {
    code,
    status: about.status ?? row.http,
    message: about.message,
    fix: about.fix,
    retryable: row.retryable,
    facts: about.facts ?? {},
    word: (row as unknown as Record<string, string | undefined>)[api],
    ...(about.part && { part: about.part }),
  };
}

/** What the first error of an answer is to a client of `api`. */
export function problemOfError(api: ApiName, error: ShownError | undefined, status?: number): Problem {
  if (!error) return problemOf(api, 'INTERNAL', { message: 'Something went wrong on our side.' });
  const { code, retryable: _retryable, requestId: _requestId, fix, ...facts } = error.extensions;
  return problemOf(api, code, { message: error.message, fix, facts, ...(status !== undefined && { status }) });
}

/** What a refused request is to a client of `api`. */
export function problemOfRefusal(api: ApiName, refused: RequestRefused, requestId: string): Problem {
  return problemOfError(api, showRefusal(refused, requestId)[0], refused.status);
}

/** The failure that a root field resolved to, or undefined when it resolved to what was asked for. */
export function failureOf(api: ApiName, root: unknown): Problem | undefined {
  if (typeof root !== 'object' || root === null || !(failureKeys.code in root)) return undefined;
  const value = root as Record<string, unknown>;
  return problemOf(api, String(value[failureKeys.code]), {
    message: String(value[failureKeys.message] ?? ''),
    fix: (value[failureKeys.fix] ?? undefined) as string | undefined,
    facts: (value[failureKeys.facts] ?? {}) as Record<string, unknown>,
  });
}

/** What a null root is: there is no such thing, or the caller may not know of it. */
export function problemOfMissing({ api, missing }: Route, variables: Record<string, unknown>): Problem {
  const noun = missing.code
    .replace(/_NOT_FOUND$/, '')
    .toLowerCase()
    .replaceAll('_', ' ');
  const text = missing.text ?? `There is no such ${noun}.`;
  return problemOf(api, missing.code, {
    message: text.replace(/\{(\w+)\}/g, (_all, name: string) => String(variables[name] ?? '')),
  });
}
