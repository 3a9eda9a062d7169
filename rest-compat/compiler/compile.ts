import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  NoUnusedFragmentsRule,
  type OperationDefinitionNode,
  OverlappingFieldsCanBeMergedRule,
  print,
  specifiedRules,
  validate,
  visit,
} from 'graphql';
import type { Convention } from '../runtime/convention.ts';
import type { ApiName, Route } from '../runtime/route.ts';
import { refuseAmbiguity } from './ambiguity.ts';
import { type BindingContext, bindingsOf } from './binding.ts';
import { readCondition } from './condition.ts';
import { refuseConventions } from './convention-rules.ts';
import { DirectiveReader, type RestArgs, withDirectives } from './directive.ts';
import { type Fragment, type Operation, readDocuments } from './documents.ts';
import { expanded } from './each.ts';
import { compare, Faults } from './fault.ts';
import { refuseRest, refuseRoute } from './rest-rules.ts';
import { type Root, rootOf } from './root.ts';
import type { SourceFile } from './source.ts';
import { statusesOf } from './statuses.ts';

export interface CompileInput {
  /** The executable schema: its root fields keep the actions that they ask for. */
  schema: GraphQLSchema;
  /** The text of directives.graphql. */
  directives: string;
  sources: readonly SourceFile[];
  conventions: Partial<Record<ApiName, Convention>>;
  /** The actions that every role may do; none unless said. */
  openActions?: ReadonlySet<string>;
  /** The line of a file on which a name of a convention stands first; the first line unless said. */
  lineOf?(file: string, name: string): number;
}

/** Compiles operation documents into routes, ordered by API, path and method. What does not compile is in `faults`. */
export function compileRoutes(input: CompileInput): { routes: Route[]; faults: Faults } {
  const faults = new Faults();
  refuseConventions(input, faults);
  const { operations, fragments } = readDocuments(input.sources, faults);
  const schema = withDirectives(input.schema, input.directives);
  const compiler = new OperationCompiler({
    schema,
    plain: input.schema,
    fragments,
    names: new Set(operations.map(({ name }) => name)),
    openActions: input.openActions ?? new Set(),
    faults,
  });
  const routes = operations.flatMap((operation) => {
    const convention = input.conventions[operation.api];
    return convention ? compiler.compile(operation, convention) : [];
  });
  compiler.refuseUnusedFragments();
  routes.sort((a, b) => compare(routeOrder(a), routeOrder(b)));
  refuseAmbiguity(routes, faults);
  return { routes, faults };
}

function routeOrder({ api, path, method, id }: Route): string {
  return [api, path, method, id].join(' ');
}

interface CompilerParts {
  /** With the facade's directives. */
  schema: GraphQLSchema;
  /** As the executor has it. */
  plain: GraphQLSchema;
  fragments: readonly Fragment[];
  /** The names of operations, those that are made of one document for several included. */
  names: Set<string>;
  openActions: ReadonlySet<string>;
  faults: Faults;
}

class OperationCompiler {
  readonly #parts: CompilerParts;
  readonly #read: DirectiveReader;
  readonly #used = new Set<string>();

  constructor(parts: CompilerParts) {
    this.#parts = parts;
    this.#read = new DirectiveReader(parts.schema);
  }

  /** The routes of a document: one, or with `@each` one for each word. */
  compile(operation: Operation, convention: Convention): Route[] {
    const { schema, faults, names } = this.#parts;
    const fragments = this.#reachable(operation);
    if (!this.#isValid({ kind: Kind.DOCUMENT, definitions: [operation.node, ...fragments.values()] })) return [];
    const rest = this.#read.rest(operation.node);
    if (!rest) {
      faults.add(operation.node, `${operation.name} has no @rest. Say which method and path it serves.`);
      return [];
    }
    const single = expanded(operation, { schema, read: this.#read, convention, rest, faults, names });
    return single.flatMap((one) => this.#routeOf(one, { convention, fragments }));
  }

  #routeOf(
    operation: Operation,
    { convention, fragments }: { convention: Convention; fragments: Map<string, FragmentDefinitionNode> },
  ): Route[] {
    const { schema, faults } = this.#parts;
    const rest = this.#read.rest(operation.node);
    if (!rest) return [];
    refuseRest(operation, rest, { convention, faults });
    const isStream = operation.node.operation === 'subscription';
    const context = { schema, read: this.#read, convention, fragments, faults, isStream, rest };
    const root = rootOf(operation, context);
    const document = this.#executable(operation, root);
    const route = routeOf(operation, { context, root, document, openActions: this.#parts.openActions });
    refuseRoute(route, operation, faults);
    return [route];
  }

  /** A fragment that no operation uses is never checked, so it may not stay. */
  refuseUnusedFragments(): void {
    for (const { node } of this.#parts.fragments)
      if (!this.#used.has(node.name.value))
        this.#parts.faults.add(node, `No operation uses the fragment ${node.name.value}. Use it, or remove it.`);
  }

  /** The fragments that an operation uses, those that they use included. */
  #reachable({ node, api }: Operation): Map<string, FragmentDefinitionNode> {
    const known = new Map(
      this.#parts.fragments
        .filter((fragment) => fragment.api === null || fragment.api === api)
        .map((fragment) => [fragment.node.name.value, fragment.node]),
    );
    const found = new Map<string, FragmentDefinitionNode>();
    const collect = (from: OperationDefinitionNode | FragmentDefinitionNode) =>
      visit(from, {
        FragmentSpread: ({ name }) => {
          const fragment = known.get(name.value);
          if (!fragment || found.has(name.value)) return;
          found.set(name.value, fragment);
          this.#used.add(name.value);
          collect(fragment);
        },
      });
    collect(node);
    return found;
  }

  /** Names may be used twice in groups and types; that is judged when they have their own response keys. */
  #isValid(document: DocumentNode): boolean {
    const later = [OverlappingFieldsCanBeMergedRule, NoUnusedFragmentsRule];
    const rules = specifiedRules.filter((rule) => !later.includes(rule));
    return this.#passes(document, rules, this.#parts.schema);
  }

  #executable({ node, name }: Operation, { selections }: Root): string {
    const variableDefinitions = node.variableDefinitions?.map(({ description: _text, ...variable }) => ({
      ...variable,
      directives: [],
    }));
    const operation: OperationDefinitionNode = {
      kind: Kind.OPERATION_DEFINITION,
      operation: node.operation,
      name: { kind: Kind.NAME, value: name },
      ...(variableDefinitions && { variableDefinitions }),
      directives: [],
      selectionSet: { kind: Kind.SELECTION_SET, selections },
      ...(node.loc && { loc: node.loc }),
    };
    this.#passes({ kind: Kind.DOCUMENT, definitions: [operation] }, specifiedRules, this.#parts.plain);
    return print(operation);
  }

  #passes(document: DocumentNode, rules: typeof specifiedRules, schema: GraphQLSchema): boolean {
    const errors = validate(schema, document, rules);
    for (const { message, nodes, locations } of errors) {
      const file = nodes?.find(({ loc }) => loc)?.loc?.source.name ?? 'unknown';
      this.#parts.faults.add({ file, line: locations?.[0]?.line ?? 1 }, `${message} ${mendOf(message)}`.trim());
    }
    return errors.length === 0;
  }
}

/** What mends a fault that GraphQL's own rules found. */
function mendOf(message: string): string {
  if (message.includes('Did you mean')) return '';
  if (message.includes('is never used')) return 'Use it, or remove it.';
  if (message.includes('conflict')) return 'Give one of them another alias.';
  return 'What there is stands in schema/generated/schema.graphql and rest-compat/directives.graphql.';
}

interface Compiled {
  context: BindingContext;
  root: Root;
  document: string;
  openActions: ReadonlySet<string>;
}

function routeOf(operation: Operation, { context, root, document, openActions }: Compiled): Route {
  const { rest, convention } = context;
  const bindings = bindingsOf(operation, context);
  const { file, line } = { file: operation.file, line: operation.node.loc?.startToken.line ?? 1 };
  const route = {
    ...described(operation, rest),
    wire: rest.wire,
    orWire: rest.orWire,
    isPublic: rest.public,
    ...(rest.role && { role: rest.role }),
    body: bindings.some((binding) => binding.in === 'body') ? rest.body : null,
    document,
    bindings,
    ...(root.rootKey !== undefined && { rootKey: root.rootKey }),
    rootAt: root.rootAt,
    missing: { code: rest.missing, ...(rest.missingText && { text: rest.missingText }) },
    failures: root.failures,
    refusals: root.refusals,
    actions: root.actions,
    shape: root.shape,
    source: { file, line },
  };
  return { ...route, statuses: statusesOf(route, { isNullable: root.isNullable, openActions, convention }) };
}

function described(operation: Operation, rest: RestArgs) {
  return {
    api: operation.api,
    id: operation.name,
    description: operation.description,
    kind: operation.node.operation,
    method: rest.method,
    path: rest.path,
    also: rest.also,
    status: rest.wire === 'WS' ? 101 : rest.status,
    ...(rest.when.length > 0 && { when: rest.when.flatMap((text) => readCondition(text) ?? []) }),
    ...(rest.tag && { tag: rest.tag }),
    ...(rest.ends && { ends: true as const }),
    isBeyond: rest.beyond,
    ...(rest.deprecated && { deprecated: rest.deprecated }),
  };
}
