import { catalogue } from '../../src/platform/errors.ts';
import type { Convention } from '../runtime/convention.ts';
import type { Route } from '../runtime/route.ts';

type Answering = Pick<
  Route,
  'failures' | 'refusals' | 'missing' | 'bindings' | 'body' | 'isPublic' | 'actions' | 'role'
>;

/** What else counts for the statuses of a route. */
export interface AnswerFacts {
  isNullable: boolean;
  /** The actions that every role may do: a route that asks for nothing else turns nobody away. */
  openActions: ReadonlySet<string>;
  convention: Convention;
}

/** The status of a code of the catalogue in the API's own terms; none for another code. */
export function statusOf(code: string, { errorStatus }: Convention): number[] {
  const row = Object.entries(catalogue).find(([name]) => name === code)?.[1];
  return row ? [errorStatus(row.http, { code })] : [];
}

/** The statuses besides success that a route answers with, in the API's own terms and in order. */
export function statusesOf(route: Answering, { isNullable, openActions, convention }: AnswerFacts): number[] {
  const hasBody = route.body !== null;
  const resumes = route.bindings.some(({ named }) => named === 'Cursor');
  const mayLeadNowhere = route.bindings.some((binding) => binding.in === 'path' && binding.words !== undefined);
  const readsBody = route.bindings.some((binding) => binding.in === 'body');
  const ofForm = [
    ...(route.bindings.length > 0 || hasBody ? [400] : []),
    ...(route.isPublic ? [] : [401]),
    ...(route.isPublic || isOpen(route, openActions) ? [] : [403]),
    ...(resumes ? [410] : []),
    ...(hasBody ? [413] : []),
  ];
  const statuses = [
    ...[...route.failures, ...route.refusals].flatMap((code) => statusOf(code, convention)),
    ...(isNullable || mayLeadNowhere ? statusOf(route.missing.code, convention) : []),
    ...ofForm.map((status) => convention.errorStatus(status)),
    ...(readsBody ? [convention.errorStatus(400, { part: 'body' })] : []),
  ];
  return [...new Set(statuses)].sort((a, b) => a - b);
}

function isOpen({ actions, role }: Answering, openActions: ReadonlySet<string>): boolean {
  return role === undefined && actions.length > 0 && actions.every((action) => openActions.has(action));
}
