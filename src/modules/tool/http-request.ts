import { OrreryError } from '../../platform/errors.ts';
import type { OutboundRequest } from '../../platform/http/index.ts';
import type { HttpToolTarget, ToolAuth, ToolInvocation } from './tool.ts';

type Arguments = Record<string, unknown>;

const bodiless = new Set(['GET', 'HEAD', 'DELETE']);
const placeholder = /\{([^{}]+)\}/g;

/** The request that carries a call to an http tool. @throws OrreryError TOOL_INPUT_INVALID, TOOL_FAILED for a URL that is none */
export function requestOf(
  invocation: ToolInvocation,
  target: HttpToolTarget,
): Pick<OutboundRequest, 'url' | 'method' | 'headers' | 'body'> {
  const { url, rest } = fillPath(target.url, invocation);
  const method = target.method.toUpperCase();
  const headers = {
    accept: 'application/json, text/plain;q=0.9, */*;q=0.8',
    ...lowerCased(target.headers),
    ...(target.auth && authHeader(target.auth)),
    'idempotency-key': invocation.idempotencyKey,
  };
  if (bodiless.has(method)) return { url: withQuery(url, rest), method, headers };
  return {
    url: url.href,
    method,
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(rest),
  };
}

/** Fills the placeholders of the path. @returns the URL and the arguments that are not in it */
function fillPath(template: string, invocation: ToolInvocation): { url: URL; rest: Arguments } {
  const [, origin = '', path = '', query = ''] = /^([a-z]+:\/\/[^/?#]*)([^?#]*)(.*)$/is.exec(template) ?? [];
  const used = new Set<string>();
  const filled = path.split('/').map((segment) => fillSegment(segment, { invocation, used }));
  const text = `${origin}${filled.join('/')}${query}`;
  if (origin === '' || !URL.canParse(text)) {
    throw new OrreryError(
      'TOOL_FAILED',
      `The tool ${invocation.name} has the address "${template}", which is not a URL.`,
      {
        fix: 'Correct the endpoint of the Tool.',
      },
    );
  }
  const rest = Object.fromEntries(Object.entries(invocation.arguments).filter(([name]) => !used.has(name)));
  return { url: new URL(text), rest };
}

function fillSegment(segment: string, into: { invocation: ToolInvocation; used: Set<string> }): string {
  const filled = segment.replace(placeholder, (_match, name: string) => {
    into.used.add(name);
    return encodeURIComponent(pathValue(into.invocation, name));
  });
  // A URL reads these two as a step in the path, which would leave the endpoint that the operator allowed.
  if (filled !== segment && (filled === '.' || filled === '..')) {
    throw new OrreryError(
      'TOOL_INPUT_INVALID',
      `The value "${filled}" cannot stand in the address of the tool ${into.invocation.name}.`,
    );
  }
  return filled;
}

function pathValue({ name: tool, arguments: args }: ToolInvocation, name: string): string {
  const value = Object.hasOwn(args, name) ? args[name] : undefined;
  const isScalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  if (isScalar && value !== '') return String(value);
  throw new OrreryError(
    'TOOL_INPUT_INVALID',
    `The argument "${name}" is part of the address of the tool ${tool} and must be a text or a number.`,
    {
      fix: `Call the tool again with "${name}".`,
    },
  );
}

/** Lists repeat their name, objects are written as JSON, null is left out. */
function withQuery(url: URL, args: Arguments): string {
  for (const [name, value] of Object.entries(args)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item === null || item === undefined) continue;
      url.searchParams.append(name, typeof item === 'object' ? JSON.stringify(item) : String(item));
    }
  }
  return url.href;
}

function authHeader(auth: ToolAuth): Record<string, string> {
  if (auth.profile === 'bearer') return { authorization: `Bearer ${auth.token}` };
  if (auth.profile === 'basic') return { authorization: `Basic ${Buffer.from(auth.token, 'utf8').toString('base64')}` };
  return { [auth.header.toLowerCase()]: auth.token };
}

function lowerCased(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
