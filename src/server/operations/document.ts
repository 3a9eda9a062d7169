import {
  BREAK,
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  Kind,
  type ValidationRule,
  visit,
} from 'graphql';
import type { Limits } from '../limits.ts';
import { documentFault, malformed, type RequestRefused, tooCostly } from './failure.ts';

/** Yoga's envelope, as far as it knows documents: its plugins take part in both. */
export interface DocumentEngine {
  readonly schema: GraphQLSchema;
  parse(text: string, options: { maxTokens?: number }): DocumentNode;
  validate(schema: GraphQLSchema, document: DocumentNode, rules?: readonly ValidationRule[]): readonly GraphQLError[];
}

/** A document that fits the schema and the limits that need no variables. @throws RequestRefused */
export function readDocument(engine: DocumentEngine, text: string, limits: Limits | null): DocumentNode {
  const document = parseText(engine, text, limits);
  if (limits) checkShape(document, limits);
  const faults = engine.validate(engine.schema, document);
  if (faults.length > 0) throw documentFault(faults);
  return document;
}

function parseText(engine: DocumentEngine, text: string, limits: Limits | null): DocumentNode {
  if (/\\u0000|\\u\{0+\}/.test(text)) throw malformed('The document has the null character (U+0000) in a string.');
  try {
    return engine.parse(text, limits ? { maxTokens: limits.tokens } : {});
  } catch (error) {
    if (limits && error instanceof Error && error.message.includes(`more that ${limits.tokens} tokens`)) {
      throw tooCostly(`The document has more than ${limits.tokens} tokens.`, { limit: limits.tokens });
    }
    throw documentFault([error as GraphQLError]);
  }
}

/**
 * Refuses documents that are too large to be validated: some validation rules compare every field with every other.
 * @throws RequestRefused
 */
function checkShape(document: DocumentNode, limits: Limits): void {
  const counts = { fields: 0, aliases: 0, directives: 0, spreads: 0 };
  let refused: RequestRefused | undefined;
  const count = (what: keyof typeof counts, limit: number): typeof BREAK | undefined => {
    counts[what] += 1;
    if (counts[what] <= limit) return undefined;
    refused = tooCostly(`The document has more than ${limit} ${what}.`, { limit });
    return BREAK;
  };
  visit(document, {
    [Kind.FIELD]: (node) => count('fields', limits.breadth) ?? (node.alias && count('aliases', limits.aliases)),
    [Kind.DIRECTIVE]: () => count('directives', limits.directives),
    [Kind.FRAGMENT_SPREAD]: () => count('spreads', limits.breadth),
    [Kind.INLINE_FRAGMENT]: () => count('spreads', limits.breadth),
  });
  if (refused) throw refused;
}
