import { Composer, type Document, isScalar, Lexer, LineCounter, type ParsedNode, Parser } from 'yaml';
import { Budget, LineIndex, limits, type SourceDocument, SourceFault } from './source-tree.ts';
import { YamlReader } from './yaml-reader.ts';

// Each level of nesting stands on the parser's stack as at most three tokens.
const maxStack = limits.depth * 3;

/** A document of a YAML text, or what makes it unreadable. */
export type YamlResult = SourceDocument | SourceFault;

/**
 * Reads every document of a YAML text. A faulty document does not keep the others from being read, unless the text as
 * a whole is too much. Documents without content are left out.
 */
export function readYaml(text: string): YamlResult[] {
  const counter = new LineCounter();
  const budget = new Budget();
  const results: YamlResult[] = [];
  try {
    for (const document of composed(text, counter)) {
      if (results.length === limits.documents) {
        throw new SourceFault(`is one document too many: at most ${limits.documents} are read`, null);
      }
      const result = readDocument(document, counter, budget);
      if (result !== undefined) results.push(result);
      if (budget.isSpent) break;
    }
  } catch (error) {
    if (!(error instanceof SourceFault)) throw error;
    results.push(error);
  }
  return results;
}

// The parser keeps its own stack where the composer would use the engine's, so depth is checked before composing.
function* composed(text: string, counter: LineCounter): Generator<Document<ParsedNode>> {
  const parser = new Parser(counter.addNewLine);
  const composer = composerFor(counter);
  let tokens = 0;
  counter.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) yield* composer.next(token);
    tokens += 1;
    if (parser.stack.length > maxStack) {
      throw new SourceFault(`is nested more than ${limits.depth} levels deep`, counter.linePos(parser.offset).line);
    }
    if (tokens > limits.yamlTokens) throw new SourceFault(`has more than ${limits.yamlTokens} tokens`, null);
  }
  for (const token of parser.end()) yield* composer.next(token);
  yield* composer.end();
}

function composerFor(counter: LineCounter): Composer {
  // Own checks find equal keys: the composer's compare each key with each other.
  const composer = new Composer({ uniqueKeys: false, logLevel: 'silent', prettyErrors: false });
  const report: (...args: unknown[]) => void = composer['onError'];
  let errors = 0;
  // A hostile text has an error in each character, and each costs the composer a stack trace.
  composer['onError'] = (source: unknown, ...rest: unknown[]) => {
    report(source, ...rest);
    errors += 1;
    if (errors < limits.yamlErrors) return;
    const line = typeof source === 'number' ? counter.linePos(source).line : null;
    throw new SourceFault(`cannot be read: it has ${limits.yamlErrors} syntax errors or more`, line);
  };
  return composer;
}

function readDocument(document: Document<ParsedNode>, counter: LineCounter, budget: Budget): YamlResult | undefined {
  const [error] = document.errors;
  if (error)
    return new SourceFault(`cannot be read: ${error.message.slice(0, 200)}`, counter.linePos(error.pos[0]).line);
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null)) return undefined;
  const lines = new LineIndex();
  try {
    return { value: new YamlReader(lines, counter, budget).value(document.contents, [], 0), lines };
  } catch (fault) {
    if (fault instanceof SourceFault) return fault;
    throw fault;
  }
}
