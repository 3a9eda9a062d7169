import type { IncomingMessage } from 'node:http';
import { type Document, type ParsedNode, parseAllDocuments } from 'yaml';
import { contentType, malformed, maxJsonDepth, parseJson, readBody, refuseTraps } from '../../src/server/index.ts';
import type { BodyType } from './route.ts';

/** The body of a request: its value, and its text. Both undefined when there is none. */
export interface RequestBody {
  value: unknown;
  text: string | undefined;
}

export const noBody: RequestBody = { value: undefined, text: undefined };

const what = 'The body';

/** Whether a request brings a body at all. */
export function hasBody({ headers }: IncomingMessage): boolean {
  const length = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

/** Reads the body of a request, which strangers wrote. @throws RequestRefused 400, 413, 415 */
export async function readRequestBody(
  request: IncomingMessage,
  { type, maxBytes }: { type: BodyType; maxBytes: number },
): Promise<RequestBody> {
  if (!hasBody(request)) return noBody;
  refuseUnreadable(request, type);
  const text = await readBody(request, maxBytes);
  if (text.trim() === '' && type !== 'TEXT') return noBody;
  if (type === 'TEXT') return { value: textBody(text), text };
  return { value: type === 'JSON' ? parseJson(text, what) : parseJsonOrYaml(text), text };
}

function refuseUnreadable({ headers }: IncomingMessage, type: BodyType): void {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity')
    throw malformed(`A body with the content-encoding ${encoding} is not read.`, {
      status: 415,
      fix: 'Send it as it is.',
    });
  if (type !== 'JSON') return;
  const media = contentType(headers['content-type']);
  if (media === '' || media === 'application/json' || media.endsWith('+json')) return;
  throw malformed(`A body of the type ${media} is not read here.`, { status: 415, fix: 'Send application/json.' });
}

function textBody(text: string): string {
  if (text.includes('\0')) throw malformed(`${what} has the null character (U+0000).`);
  return text;
}

/** JSON is read as JSON, because YAML is slower by far; what only looks like it goes on as YAML, which knows it too. */
function parseJsonOrYaml(text: string): unknown {
  const first = text.trimStart()[0];
  if (first === '{' || first === '[' || first === '"') {
    try {
      return parseJson(text, what);
    } catch (error) {
      if (!isSyntaxFault(text)) throw error;
    }
  }
  return parseYaml(text);
}

function isSyntaxFault(text: string): boolean {
  try {
    JSON.parse(text);
    return false;
  } catch {
    return true;
  }
}

function parseYaml(text: string): unknown {
  refuseDeepFlow(text);
  const value = toPlain(onlyDocument(text));
  refuseDeep(value, 0);
  refuseTraps(value, what);
  return value;
}

function onlyDocument(text: string): Document<ParsedNode> | undefined {
  const documents = yamlDocuments(text);
  if (documents.length > 1)
    throw malformed(`${what} has ${documents.length} YAML documents.`, { fix: 'Send one at a time.' });
  const [document] = documents;
  const [fault] = document?.errors ?? [];
  if (fault) throw malformed(`${what} is neither JSON nor YAML: ${fault.message.split('\n')[0]}`);
  return document;
}

function yamlDocuments(text: string): Document.Parsed[] {
  try {
    const documents = parseAllDocuments(text, { schema: 'core', merge: false, prettyErrors: true });
    return 'empty' in documents ? [] : documents;
  } catch {
    // Nesting beyond what the parser's own recursion holds.
    throw malformed(`${what} is neither JSON nor YAML.`);
  }
}

function toPlain(document: Document<ParsedNode> | undefined): unknown {
  try {
    return document?.toJS({ maxAliasCount: 100 });
  } catch {
    throw malformed(`${what} refers to its own parts too often.`, { fix: 'Write repeated parts out.' });
  }
}

/** Brackets nest without bound in little text, and are read by recursion. */
function refuseDeepFlow(text: string): void {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '{' || character === '[') depth += 1;
    else if ((character === '}' || character === ']') && depth > 0) depth -= 1;
    if (depth > maxJsonDepth) throw tooDeep();
  }
}

function refuseDeep(value: unknown, depth: number): void {
  if (depth > maxJsonDepth) throw tooDeep();
  if (typeof value !== 'object' || value === null) return;
  for (const member of Object.values(value)) refuseDeep(member, depth + 1);
}

function tooDeep(): Error {
  return malformed(`${what} is nested more than ${maxJsonDepth} deep.`);
}
