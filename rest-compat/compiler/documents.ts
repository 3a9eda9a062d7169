import {
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  parse,
  Source,
  TokenKind,
} from 'graphql';
import type { ApiName } from '../runtime/route.ts';
import type { Faults } from './fault.ts';
import { apiPrefix, kebabCase } from './name.ts';
import type { SourceFile } from './source.ts';

export interface Operation {
  api: ApiName;
  file: string;
  name: string;
  description: string;
  node: OperationDefinitionNode;
}

export interface Fragment {
  /** Null when all APIs share it. */
  api: ApiName | null;
  node: FragmentDefinitionNode;
}

export interface Documents {
  operations: Operation[];
  fragments: Fragment[];
}

/** Parses the sources. A file that cannot be read is left out, with a fault. */
export function readDocuments(sources: readonly SourceFile[], faults: Faults): Documents {
  const documents: Documents = { operations: [], fragments: [] };
  for (const source of sources) {
    const definitions = definitionsOf(source, faults);
    if (source.kind === 'fragment') documents.fragments.push(...fragmentsOf(source, definitions, faults));
    else documents.operations.push(...operationOf(source, definitions, faults));
  }
  refuseRepeatedNames(documents, faults);
  return documents;
}

function definitionsOf({ file, text }: SourceFile, faults: Faults) {
  try {
    return parse(new Source(text, file)).definitions;
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    faults.add({ file, line: error.locations?.[0]?.line ?? 1 }, error.message);
    return [];
  }
}

function fragmentsOf(source: SourceFile, definitions: ReturnType<typeof definitionsOf>, faults: Faults): Fragment[] {
  return definitions.flatMap((node) => {
    if (node.kind !== Kind.FRAGMENT_DEFINITION) {
      faults.add(node, 'A file of fragments has fragments only. Move this into a file under operations/.');
      return [];
    }
    if (source.api && !node.name.value.startsWith(apiPrefix(source.api)))
      faults.add(node, `The fragment ${node.name.value} of ${source.api} must begin with ${apiPrefix(source.api)}.`);
    return [{ api: source.api, node }];
  });
}

function operationOf(source: SourceFile, definitions: ReturnType<typeof definitionsOf>, faults: Faults): Operation[] {
  if (!source.api || definitions.length === 0) return [];
  const [node, second] = definitions;
  if (second)
    faults.add(second, 'A file has one operation. Move this one into a file of its own, or under fragments/.');
  if (node?.kind !== Kind.OPERATION_DEFINITION) {
    if (node && !second) faults.add(node, 'A file under operations/ has one operation. Move this one.');
    return [];
  }
  const name = node.name?.value;
  if (!name) {
    faults.add(node, `The operation has no name. Name it ${apiPrefix(source.api)}… after what it does.`);
    return [];
  }
  refuseName({ file: source.file, api: source.api, name, node }, faults);
  const description = node.description?.value.trim() || commentBefore(node);
  if (!description) faults.add(node, `${name} has no description. Say above it, in quotes, what the route does.`);
  return [{ api: source.api, file: source.file, name, description, node }];
}

function refuseName({ file, api, name, node }: Omit<Operation, 'description'>, faults: Faults): void {
  const prefix = apiPrefix(api);
  if (!name.startsWith(prefix) || name === prefix) {
    faults.add(node, `${name} must begin with ${prefix}, the name of its API: ${prefix}${name}.`);
    return;
  }
  const wanted = `${kebabCase(name.slice(prefix.length))}.graphql`;
  const found = file.slice(file.lastIndexOf('/') + 1);
  if (found !== wanted) faults.add(node, `${name} stands in ${found}. Rename the file to ${wanted}.`);
}

/** The lines of comment right above an operation, as one text. */
function commentBefore(node: OperationDefinitionNode): string {
  const lines: string[] = [];
  let line = node.loc?.startToken.line ?? 0;
  for (let token = node.loc?.startToken.prev; token?.kind === TokenKind.COMMENT; token = token.prev) {
    if (token.line !== line - 1) break;
    line = token.line;
    lines.unshift(token.value.trim());
  }
  return lines.join('\n').trim();
}

function refuseRepeatedNames({ operations, fragments }: Documents, faults: Faults): void {
  const seen = new Map<string, string>();
  const named = [
    ...fragments.map(({ node }) => ({ name: `fragment ${node.name.value}`, node })),
    ...operations.map(({ name, node }) => ({ name: `operation ${name}`, node })),
  ];
  for (const { name, node } of named) {
    const before = seen.get(name);
    const file = node.loc?.source.name ?? '';
    if (before !== undefined) faults.add(node, `The ${name} is in ${before} as well. Rename one of them.`);
    else seen.set(name, file);
  }
}
