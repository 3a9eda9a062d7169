import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import type { Limits } from '../limits.ts';
import type { CompiledQuery } from './compile.ts';
import { type Cost, type CostRule, costRule } from './cost.ts';
import { documentFault, tooCostly } from './failure.ts';
import type { DataWriter } from './json-writer.ts';

/** One operation of one document, ready to run. Made once and kept. */
export interface Plan {
  /** Differs between any two plans of a process. */
  readonly id: number;
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly name: string | undefined;
  readonly operation: OperationDefinitionNode;
  /** The chosen operation and every fragment, without the document's other operations. */
  readonly document: DocumentNode;
  readonly hasVariables: boolean;
  /** Whether the document asks for parts of its answer to come later. */
  readonly isIncremental: boolean;
  /** Whether equal subscriptions may run as one: not when subscribing does something by itself. */
  readonly isShareable: boolean;
  /** Null when limits do not apply. */
  readonly limits: Limits | null;
  /** Undefined when it was checked once and for all. */
  readonly cost: CostRule['measure'] | undefined;
  /** What is known about running it faster; see `executor.ts`. */
  readonly speed: Speed;
}

export interface Speed {
  runs: number;
  state: 'untried' | 'compiled' | 'interpreted';
  compiled: CompiledQuery | undefined;
  write: DataWriter | undefined;
}

let lastId = 0;

/** Chooses the operation named `name`, or the only one. @throws RequestRefused */
export function makePlan(
  schema: GraphQLSchema,
  source: { document: DocumentNode; name: string | undefined; limits: Limits | null },
): Plan {
  const operation = chooseOperation(source.document, source.name);
  const fragments = source.document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [operation, ...fragments] };
  if (!schema.getRootType(operation.operation)) {
    throw documentFault([new GraphQLError(`The schema has no ${operation.operation}s.`, { nodes: operation })]);
  }
  if (source.limits) checkRootFields(operation, fragments, source.limits.rootFields);
  const hasVariables = (operation.variableDefinitions?.length ?? 0) > 0;
  lastId += 1;
  return {
    id: lastId,
    kind: operation.operation,
    name: operation.name?.value,
    operation,
    document,
    hasVariables,
    isIncremental: isIncremental(document),
    isShareable: isShareable(schema, document),
    limits: source.limits,
    cost: source.limits ? lastingCost(costRule(schema, document, hasVariables), source.limits) : undefined,
    speed: { runs: 0, state: 'untried', compiled: undefined, write: undefined },
  };
}

/** @throws RequestRefused when the operation asks for more than the limits of its plan allow */
export function checkCost(plan: Plan, variables: Record<string, unknown>): void {
  if (plan.limits && plan.cost) checkMeasures(plan.cost(variables), plan.limits);
}

/** Checks a cost that is the same for all variables now, and gives back one that has to be checked each time. */
function lastingCost({ measure, isConstant }: CostRule, limits: Limits): CostRule['measure'] | undefined {
  if (!isConstant) return measure;
  checkMeasures(measure({}), limits);
  return undefined;
}

function checkMeasures(cost: Cost, limits: Limits): void {
  for (const measure of ['depth', 'breadth', 'complexity'] as const satisfies readonly (keyof Cost)[]) {
    const limit = limits[measure];
    if (cost[measure] <= limit) continue;
    throw tooCostly(`The operation has a ${measure} of ${cost[measure]}; the limit is ${limit}.`, {
      limit,
      actual: cost[measure],
    });
  }
}

function chooseOperation(document: DocumentNode, name: string | undefined): OperationDefinitionNode {
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const named = name === undefined ? operations : operations.filter((operation) => operation.name?.value === name);
  const [operation, second] = named;
  if (operation && !second) return operation;
  if (name !== undefined) throw documentFault([new GraphQLError(`The document has no operation named "${name}".`)]);
  throw documentFault([
    new GraphQLError(
      operation
        ? 'The document has several operations: say which one with "operationName".'
        : 'The document has no operation, only fragments.',
    ),
  ]);
}

/** Counts the fields at the root with fragments expanded, so that a fragment does not hide them. */
function checkRootFields(operation: OperationDefinitionNode, fragments: FragmentDefinitionNode[], limit: number): void {
  const byName = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
  let count = 0;
  const walk = (selectionSet: SelectionSetNode): void => {
    for (const selection of selectionSet.selections) {
      if (count > limit) return;
      if (selection.kind === Kind.FIELD) count += 1;
      else if (selection.kind === Kind.INLINE_FRAGMENT) walk(selection.selectionSet);
      else walk(byName.get(selection.name.value)?.selectionSet ?? { kind: Kind.SELECTION_SET, selections: [] });
    }
  };
  walk(operation.selectionSet);
  if (count > limit) throw tooCostly(`The operation has more than ${limit} fields at its root.`, { limit });
}

function isIncremental(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    [Kind.DIRECTIVE]: (node) => {
      if (node.name.value === 'defer' || node.name.value === 'stream') found = true;
    },
  });
  return found;
}

/** A root field of subscriptions that says `extensions: { isUnshared: true }` does something for whoever subscribes. */
function isShareable(schema: GraphQLSchema, document: DocumentNode): boolean {
  const fields = schema.getSubscriptionType()?.getFields() ?? {};
  let found = false;
  visit(document, {
    [Kind.FIELD]: ({ name }) => {
      if (fields[name.value]?.extensions['isUnshared'] === true) found = true;
    },
  });
  return !found;
}
