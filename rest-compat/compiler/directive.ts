import {
  type DirectiveNode,
  type DocumentNode,
  extendSchema,
  type FieldNode,
  type GraphQLSchema,
  getDirectiveValues,
  type InlineFragmentNode,
  type OperationDefinitionNode,
  parse,
  type VariableDefinitionNode,
  valueFromASTUntyped,
} from 'graphql';
import type { BodyType, Reading, Route, Wire, Writing } from '../runtime/route.ts';

export interface RestArgs {
  method: Route['method'];
  path: string;
  also: string[];
  status: number;
  wire: Wire;
  orWire: Wire[];
  body: BodyType;
  public: boolean;
  role?: string | null;
  when: string[];
  missing: string;
  missingText?: string | null;
  ends: boolean;
  beyond: boolean;
  deprecated?: string | null;
  tag?: string | null;
}

export interface InArgs {
  query?: string[] | null;
  header?: string | null;
  body?: string[] | null;
  as?: Reading | null;
  min?: number | null;
  max?: number | null;
  lenient: boolean;
  words?: string | null;
  description?: string | null;
}

export interface EachArgs {
  words: string;
  only?: string[] | null;
  except?: string[] | null;
}

interface FieldArgs {
  lift?: object;
  spread?: object;
  entries?: object;
  next?: object;
  hide?: object;
  as?: { type: Writing };
  words?: { set: string };
  omit?: { empty: boolean };
  header?: { name: string };
  frame?: { show: boolean };
  match?: { query: string };
}

/** What the directives of one field say. */
export type FieldDirectives = FieldArgs & { const?: { value: unknown }; default?: { value: unknown } };

/** The schema with the directives of operation documents; a scalar that both define is the schema's. */
export function withDirectives(schema: GraphQLSchema, directives: string): GraphQLSchema {
  const { definitions, ...document } = parse(directives);
  const added = definitions.filter(
    (definition) => definition.kind !== 'ScalarTypeDefinition' || !schema.getType(definition.name.value),
  );
  return extendSchema(schema, { ...document, definitions: added } as DocumentNode);
}

/** Reads the facade's directives, and tells them from GraphQL's own. */
export class DirectiveReader {
  readonly #schema: GraphQLSchema;

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  rest(node: OperationDefinitionNode): RestArgs | undefined {
    return this.#read<RestArgs>('rest', node);
  }

  in(node: VariableDefinitionNode): InArgs {
    return this.#read<InArgs>('in', node) ?? { lenient: false };
  }

  each(node: VariableDefinitionNode): EachArgs | undefined {
    return this.#read<EachArgs>('each', node);
  }

  group(node: InlineFragmentNode): string | undefined {
    return this.#read<{ as: string }>('group', node)?.as;
  }

  field(node: FieldNode): FieldDirectives {
    const names = [
      'lift',
      'spread',
      'entries',
      'next',
      'hide',
      'as',
      'words',
      'omit',
      'header',
      'frame',
      'match',
    ] as const;
    const found = names.flatMap((name) => {
      const args = this.#read<object>(name, node);
      return args ? [[name, args] as const] : [];
    });
    return { ...Object.fromEntries(found), ...jsonOf('const', node), ...jsonOf('default', node) } as FieldDirectives;
  }

  /** The directives that the executor knows: `@include` and `@skip`. */
  executable(directives: readonly DirectiveNode[] | undefined): DirectiveNode[] {
    return (directives ?? []).filter(({ name }) => name.value === 'include' || name.value === 'skip');
  }

  #read<T>(name: string, node: { readonly directives?: readonly DirectiveNode[] }): T | undefined {
    const directive = this.#schema.getDirective(name);
    return directive ? (getDirectiveValues(directive, node) as T | undefined) : undefined;
  }
}

/** The value of `@const` or `@default`, as JSON. */
function jsonOf(name: 'const' | 'default', node: FieldNode): Record<string, { value: unknown }> {
  const directive = node.directives?.find((candidate) => candidate.name.value === name);
  const value = directive?.arguments?.find((argument) => argument.name.value === 'value')?.value;
  return value ? { [name]: { value: valueFromASTUntyped(value) } } : {};
}
