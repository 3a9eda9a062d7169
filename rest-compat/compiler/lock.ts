import type { Binding, Member, Route, Shape } from '../runtime/route.ts';
import { whenText } from './condition.ts';
import { compare, type Faults } from './fault.ts';
import { pathShape } from './name.ts';

/** What clients rely on: what each route takes and gives. */
export interface LockedRoute {
  id: string;
  /** `query limit` to the type that it takes; one that must be there ends with `!`. */
  request: Record<string, string>;
  /** `metadata.name` to the type that is given; `[]` is each item of a list. */
  answer: Record<string, string>;
}

/** Routes by `GET /v1/executions/{name}`. */
export type Lock = Record<string, LockedRoute>;

/** The lock of a route table. */
export function lockOf(routes: readonly Route[]): Lock {
  const entries = routes.flatMap((route) => {
    const locked = { id: route.id, request: requestOf(route), answer: answerOf(route) };
    return [route.path, ...route.also].map((path) => [`${route.method} ${path}${whenText(route)}`, locked] as const);
  });
  return Object.fromEntries(entries.sort(([a], [b]) => compare(a, b)));
}

function requestOf({ bindings }: Route): Record<string, string> {
  const entries = bindings.flatMap((binding) =>
    binding.names.map((name) => [`${binding.in} ${name}`.trim(), typeOf(binding)] as const),
  );
  return Object.fromEntries(entries.sort(([a], [b]) => compare(a, b)));
}

function typeOf({ type, isRequired, as }: Binding): string {
  const bare = type.replace(/!$/, '');
  return `${as ? `${bare} as ${as}` : bare}${isRequired ? '!' : ''}`;
}

function answerOf({ shape }: Route): Record<string, string> {
  const found = new Map<string, string>();
  collect(shape, '', found);
  return Object.fromEntries([...found].sort(([a], [b]) => compare(a, b)));
}

function collect(shape: Shape, path: string, found: Map<string, string>): void {
  if (shape.kind === 'list') collect(shape.item, `${path}[]`, found);
  else if (shape.kind !== 'object') found.set(path || '.', shape.kind === 'scalar' ? scalarType(shape) : shape.kind);
  else
    for (const member of [...shape.members, ...Object.values(shape.byType ?? {}).flat()])
      collectMember(member, path, found);
}

function collectMember({ name, shape, isHidden, header }: Member, path: string, found: Map<string, string>): void {
  if (header !== undefined) found.set(`header ${header.toLowerCase()}`, 'string');
  else if (!isHidden) collect(shape, path ? `${path}.${name}` : name, found);
}

function scalarType({ type, named, as }: Extract<Shape, { kind: 'scalar' }>): string {
  return `${type === 'enum' ? named : type}${as ? ` as ${as}` : ''}`;
}

const mend = 'Bring it back, or accept the break: npm run generate -- --accept.';

/** Refuses what breaks clients of the routes that were locked before. */
export function refuseBreaks(
  before: Lock,
  now: Lock,
  { routes, faults }: { routes: readonly Route[]; faults: Faults },
) {
  const sources = new Map(routes.map((route) => [route.id, route.source]));
  for (const [key, locked] of Object.entries(before)) {
    const found = now[key];
    const place = sources.get(found?.id ?? locked.id) ?? { file: 'rest-compat/generated/routes.lock.json', line: 1 };
    const messages = found ? breaks(locked, found) : [`The route ${key} (${locked.id}) is gone.`];
    for (const message of messages) faults.add(place, `${found ? `${key}: ` : ''}${message} ${mend}`);
  }
}

function* breaks(before: LockedRoute, now: LockedRoute) {
  for (const [name, type] of Object.entries(before.answer)) {
    const found = now.answer[name];
    if (found === undefined) yield `${name} is gone from the answer.`;
    else if (found !== type) yield `${name} of the answer was ${type} and is ${found}.`;
  }
  for (const [name, type] of Object.entries(now.request)) {
    const found = before.request[name];
    if (type.endsWith('!') && !found?.endsWith('!')) yield `${name} must be there now.`;
    else if (found !== undefined && found.replace('!', '') !== type.replace('!', ''))
      yield `${name} of the request was ${found} and is ${type}.`;
  }
  for (const name of Object.keys(before.request))
    if (!(name in now.request)) yield `${name} is not read from the request any more.`;
}

/** Whether a lock has a route with this method and path, whatever its placeholders are called. */
export function isLocked(lock: Lock, method: string, path: string): boolean {
  const wanted = `${method} ${pathShape(path)}`;
  return Object.keys(lock).some((key) => pathShape(key.split(' when ', 1)[0] ?? key) === wanted);
}
