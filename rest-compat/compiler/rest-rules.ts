import { catalogue } from '../../src/platform/errors.ts';
import type { Convention } from '../runtime/convention.ts';
import type { Binding, Route, Wire } from '../runtime/route.ts';
import { readCondition } from './condition.ts';
import type { RestArgs } from './directive.ts';
import type { Operation } from './documents.ts';
import type { Faults } from './fault.ts';
import { placeholders } from './name.ts';

const streams: readonly Wire[] = ['SSE', 'WS', 'NDJSON', 'WATCH'];

/** Whether answers of this wire are streams. */
export function isStreamWire(wire: Wire): boolean {
  return streams.includes(wire);
}

/** Refuses what `@rest` says when it contradicts the operation. */
export function refuseRest(
  operation: Operation,
  rest: RestArgs,
  { convention, faults }: { convention: Convention; faults: Faults },
): void {
  if (rest.wire === 'WS' && !convention.socket)
    faults.add(operation.node, `The convention of ${convention.api} says nothing of WebSockets. Give it a socket.`);
  for (const message of complaints(operation, rest)) faults.add(operation.node, message);
}

function* complaints({ node, name }: Operation, rest: RestArgs) {
  const isStream = node.operation === 'subscription';
  const variables = new Set((node.variableDefinitions ?? []).map(({ variable }) => variable.name.value));
  yield* pathComplaints(node, rest, variables);
  if (rest.method === 'GET' && node.operation === 'mutation')
    yield `A GET changes nothing, and ${name} is a mutation. Use POST, PUT, PATCH or DELETE.`;
  for (const wire of [rest.wire, ...rest.orWire]) {
    if (isStreamWire(wire) && !isStream) yield `The wire ${wire} needs a subscription. Make ${name} one, or use JSON.`;
    if (!isStreamWire(wire) && isStream)
      yield `A subscription needs a wire that streams, and ${wire} is none. Use one of ${streams.join(', ')}.`;
  }
  if ((rest.wire === 'REDIRECT') !== (rest.status >= 300 && rest.status < 400))
    yield `The wire ${rest.wire} cannot have the status ${rest.status}. A redirect has 302 or its like, and nothing else has.`;
  if (rest.ends && (rest.method !== 'GET' || ![rest.wire, ...rest.orWire].includes('SSE')))
    yield `ends is for streams that a GET gives over SSE, and ${name} is none. Remove ends.`;
  if (!(rest.missing in catalogue))
    yield `missing: "${rest.missing}" is no code of src/platform/errors.ts. Use one of its codes.`;
  for (const placeholder of placeholders(rest.missingText ?? ''))
    if (!variables.has(placeholder))
      yield `missingText has {${placeholder}}, and there is no variable $${placeholder}.`;
  if (rest.role && rest.public) yield `The route is public, and asks for the role ${rest.role}. Remove one of the two.`;
  if (rest.when.some((text) => readCondition(text) === undefined))
    yield 'when names nothing. Name a query parameter, one with its words (kind=a,b), or header:name.';
  if (rest.deprecated && !/^\d{4}-\d{2}-\d{2}$/.test(rest.deprecated))
    yield `deprecated: "${rest.deprecated}" is no date. Write it as 2026-11-01.`;
}

function* pathComplaints(node: Operation['node'], rest: RestArgs, variables: ReadonlySet<string>) {
  const own = placeholders(rest.path);
  for (const path of [rest.path, ...rest.also]) {
    if (!path.startsWith('/') || /[?#]/.test(path)) yield `${path} must begin with / and have no query.`;
    const names = placeholders(path);
    if (new Set(names).size < names.length) yield `${path} has a placeholder twice. Rename one.`;
    for (const name of names) {
      if (!variables.has(name)) yield `{${name}} of ${path} is no variable. Add $${name}, or rename the placeholder.`;
      else if (!own.includes(name)) yield `{${name}} of ${path} is not in ${rest.path}. Add it there as well.`;
    }
    for (const name of own.filter((candidate) => !names.includes(candidate))) {
      const definition = node.variableDefinitions?.find(({ variable }) => variable.name.value === name);
      if (definition?.type.kind === 'NonNullType' && !definition.defaultValue)
        yield `${path} has no {${name}}, without which nothing can be asked. Add it, or give $${name} a default.`;
    }
  }
}

/** Refuses a body or an answer that the route's wire cannot carry. */
export function refuseRoute(route: Route, operation: Operation, faults: Faults): void {
  for (const message of routeComplaints(route)) faults.add(operation.node, message);
}

function* routeComplaints(route: Route) {
  const bodies = route.bindings.filter((binding) => binding.in === 'body');
  const wholes = bodies.filter(({ names }) => names.includes(''));
  if (route.body === 'TEXT' && (bodies.length > 1 || wholes.length < 1))
    yield 'A body of TEXT is one variable. Bind exactly one, with @in(body: [""]).';
  if (wholes.length > 1) yield 'Two variables take the whole body. Keep one.';
  for (const wire of [route.wire, ...route.orWire])
    if (['TEXT', 'BYTES', 'REDIRECT'].includes(wire) && !isText(route))
      yield `The wire ${wire} needs one string. Select exactly one, or use JSON.`;
  if (route.isPublic && route.actions.length > 0)
    yield `The route is public, and its root field asks for ${route.actions.join(', ')}. Remove public.`;
  yield* repeatedPlaces(route.bindings);
}

function isText({ shape }: Route): boolean {
  return shape.kind === 'scalar' && (shape.type === 'string' || shape.type === 'enum') && !shape.isNullable;
}

function* repeatedPlaces(bindings: readonly Binding[]) {
  const seen = new Map<string, string>();
  for (const binding of bindings)
    for (const name of binding.names) {
      const place = `${binding.in} ${name}`;
      const before = seen.get(place);
      if (before !== undefined && name !== '')
        yield `$${before} and $${binding.variable} both come from ${place}. Give each its own place.`;
      seen.set(place, binding.variable);
    }
}
