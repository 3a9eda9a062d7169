import { malformed } from '../operations/index.ts';

/** The media type of an answer that does not come in parts. */
export type AnswerType = 'application/json' | 'application/graphql-response+json';

const simpleTypes = new Set(['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain']);
const preflightHeaders = ['x-requested-with', 'graphql-require-preflight', 'apollo-require-preflight'];

/** The first of the client's media types that this server can answer with. @throws RequestRefused 406 */
export function answerType(accept: string | undefined): AnswerType {
  if (accept === undefined || accept === '*/*' || accept === 'application/json') return 'application/json';
  for (const [type, parameters] of mediaTypes(accept)) {
    if (parameters.includes('charset=') && !parameters.includes('charset=utf-8')) continue;
    if (type === 'application/graphql-response+json') return type;
    if (type === 'application/json' || type === 'application/*' || type === '*/*') return 'application/json';
  }
  throw malformed('The client accepts no media type that GraphQL is answered with.', {
    status: 406,
    fix: 'Accept application/graphql-response+json, application/json, multipart/mixed or text/event-stream.',
  });
}

/** Whether `accept` names `type` itself, not by a wildcard. */
export function accepts(accept: string | undefined, type: string): boolean {
  return accept?.includes(type) === true && mediaTypes(accept).some(([accepted]) => accepted === type);
}

/** The media type of a body, without parameters and in lower case. */
export function contentType(header: string | undefined): string {
  const end = header?.indexOf(';') ?? -1;
  return (end < 0 ? (header ?? '') : (header ?? '').slice(0, end)).trim().toLowerCase();
}

/**
 * Browsers send some bodies to any server without asking it first. Those are refused unless a header is there that a
 * page of another origin cannot send without asking. @throws RequestRefused 415
 */
export function refuseUnasked(type: string, headers: Record<string, unknown>): void {
  if (!simpleTypes.has(type) || preflightHeaders.some((name) => headers[name] !== undefined)) return;
  throw malformed(`A GraphQL request of the type ${type} is refused, because any web page could send it.`, {
    status: 415,
    fix: 'Send application/json, or add the header GraphQL-Require-Preflight.',
  });
}

function mediaTypes(header: string): [type: string, parameters: string][] {
  return header
    .toLowerCase()
    .split(',')
    .map((range) => {
      const [type = '', ...parameters] = range.replace(/\s/g, '').split(';');
      return [type, parameters.join(';')];
    });
}
