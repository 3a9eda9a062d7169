import { malformed, type OperationRequest } from '../operations/index.ts';

/** An operation as a client asks for it over HTTP or WebSocket. */
export interface GraphqlParams extends OperationRequest {
  variables?: Record<string, unknown> | undefined;
}

type Members = Record<string, unknown>;

/** How deep JSON may be nested. */
export const maxJsonDepth = 200;

/** Reads the members of a GraphQL request, whose types nobody has checked yet. @throws RequestRefused */
export function readParams(value: unknown): GraphqlParams {
  if (!isObject(value))
    throw malformed('The request is not a JSON object.', { fix: 'Send an object with the member "query".' });
  const extensions = optional(value, 'extensions', isObject, 'an object');
  return {
    query: optional(value, 'query', isString, 'a string'),
    operationName: optional(value, 'operationName', isString, 'a string'),
    variables: optional(value, 'variables', isObject, 'an object'),
    documentId:
      optional(value, 'documentId', isString, 'a string') ??
      optional(value, 'id', isString, 'a string') ??
      persistedHash(extensions),
  };
}

/** Reads several GraphQL requests, of which there may be `limit`. @throws RequestRefused */
export function readBatch(batch: unknown[], limit: number): GraphqlParams[] {
  if (batch.length === 0) throw malformed('The batch is empty.');
  if (batch.length > limit) {
    throw malformed(`The batch has ${batch.length} operations; the limit is ${limit}.`, {
      fix: 'Send fewer operations at once.',
    });
  }
  return batch.map((entry) => readParams(entry));
}

/** Reads the GraphQL request that a URL's query carries. @throws RequestRefused */
export function readSearchParams(search: URLSearchParams): GraphqlParams {
  const members: Members = {};
  for (const name of ['query', 'operationName', 'documentId', 'id']) {
    const value = search.get(name);
    if (value) members[name] = value;
  }
  for (const name of ['variables', 'extensions']) {
    const value = search.get(name);
    if (value) members[name] = parseJson(value, `The URL's "${name}"`);
  }
  return readParams(members);
}

/** Parses JSON that a stranger wrote. `what` names it in the message. @throws RequestRefused */
export function parseJson(text: string, what: string): unknown {
  // Whoever walks the value later may do so by recursion. A short text cannot be deep enough to matter.
  if (text.length > 2_000 && depthOf(text) > maxJsonDepth)
    throw malformed(`${what} is nested more than ${maxJsonDepth} deep.`);
  const value = parseText(text, what);
  if (/__proto__|\\u(00|d[89a-f])/i.test(text)) refuseTraps(value, what);
  return value;
}

function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let isInString = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '"') isInString = !isInString;
    else if (isInString) i += character === '\\' ? 1 : 0;
    else if (character === '{' || character === '[') deepest = Math.max(deepest, ++depth);
    else if (character === '}' || character === ']') depth -= 1;
  }
  return deepest;
}

function parseText(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed(`${what} is not valid JSON.`);
  }
}

/**
 * A key `__proto__` poisons objects that are merged later, and PostgreSQL holds no null characters and no half characters.
 * @throws RequestRefused
 */
export function refuseTraps(root: unknown, what: string): void {
  const pending: { value: unknown; at: string }[] = [{ value: root, at: '' }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { value, at } = next;
    const fault = trapIn(value);
    if (fault !== undefined) throw malformed(`${what} has ${fault}${at === '' ? '' : ` at ${at.slice(0, 200)}`}.`);
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, member] of Object.entries(value)) {
      const inside = Array.isArray(value) ? `${at}[${key}]` : at === '' ? key : `${at}.${key}`;
      // The name is looked at before what has it, so that no place is told with a name that is at fault itself.
      pending.push({ value: member, at: inside }, { value: key, at });
    }
  }
}

function trapIn(value: unknown): string | undefined {
  if (typeof value === 'string' && value.includes('\0')) return 'the null character (U+0000) in a string';
  if (typeof value === 'string' && !value.isWellFormed()) return 'half of a surrogate pair in a string';
  if (typeof value === 'object' && value !== null && Object.hasOwn(value, '__proto__'))
    return 'a member with the forbidden name "__proto__"';
  return undefined;
}

function optional<T>(members: Members, name: string, is: (value: unknown) => value is T, words: string): T | undefined {
  const value = members[name];
  if (value === undefined || value === null) return undefined;
  if (!is(value)) throw malformed(`"${name}" is ${kindOf(value)}, but must be ${words}.`);
  return value;
}

function persistedHash(extensions: Members | undefined): string | undefined {
  const persisted = extensions?.['persistedQuery'];
  return isObject(persisted) ? optional(persisted, 'sha256Hash', isString, 'a string') : undefined;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}
