import type { RequestRefused } from '../../src/server/index.ts';
import { type Faults, faultsOf, placeOf } from './bind.ts';
import type { Problem } from './convention.ts';
import { problemOf, problemOfRefusal } from './problem.ts';
import type { Binding, Route } from './route.ts';

/** What is wrong with a request, all of it at once, in the API's own terms. */
export function problemOfFaults({ api }: Route, { faults, part }: Faults): Problem {
  return problemOf(api, 'INPUT_INVALID', {
    message: `${faults.join('; ')}.`,
    facts: { faults },
    ...(part && { part }),
  });
}

/** A refusal of the executor: what it says of variables becomes what it means for the places they came from. */
export function problemOfRefusedRun(route: Route, refused: RequestRefused, requestId: string): Problem {
  const faulty = refused.errors.map(({ message }) => rewordFault(route, message));
  const own = faulty.filter((fault) => fault !== undefined);
  return own.length > 0 && own.length === faulty.length
    ? problemOfFaults(route, faultsOf(own))
    : problemOfRefusal(route.api, refused, requestId);
}

/** `Variable "$input" got invalid value 7 at "input.name"; ...` as `spec.name: ...`; undefined for what is no such fault. */
function rewordFault(route: Route, message: string): { fault: string; binding: Binding } | undefined {
  const variable = /^Variable "\$(\w+)"/.exec(message)?.[1];
  const binding = route.bindings.find((candidate) => candidate.variable === variable);
  if (!binding) return undefined;
  const place = placeOf(binding);
  const invalid = /^Variable "\$\w+" got invalid value .*?(?: at "\w+([^"]*)")?; (.*)$/s.exec(message);
  if (!invalid) return { fault: `${place} is not of the form that is wanted`, binding };
  const [, inside = '', words = ''] = invalid;
  const where = place === 'the body' && inside !== '' ? inside.replace(/^\./, '') : place + inside;
  return { fault: `${where}: ${words.replace(/\.$/, '')}`, binding };
}
