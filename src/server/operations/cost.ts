import { complexityFromQuery } from '@pothos/plugin-complexity';
import { type DocumentNode, type GraphQLSchema, Kind, TypeInfo, visit, visitWithTypeInfo } from 'graphql';

/** What an operation asks for, in fields; complexity is weighted and multiplied by list sizes. */
export interface Cost {
  depth: number;
  breadth: number;
  complexity: number;
}

/** How to find the cost of one operation. */
export interface CostRule {
  measure(variables: Record<string, unknown>): Cost;
  /** Whether the variables do not matter. */
  isConstant: boolean;
}

/** How to measure the only operation of `document`. */
export function costRule(schema: GraphQLSchema, document: DocumentNode, hasVariables: boolean): CostRule {
  const isConstant = !hasVariables || !dependsOnVariables(schema, document);
  // A variable that is required and absent would make the measure refuse, so where they do not matter they are hidden.
  const measured = isConstant ? withoutVariableDefinitions(document) : document;
  return { isConstant, measure: (variables) => complexityFromQuery(measured, { schema, ctx: {}, variables }) };
}

/** Whether a field whose cost is a function of its arguments has a variable among them. */
function dependsOnVariables(schema: GraphQLSchema, document: DocumentNode): boolean {
  const types = new TypeInfo(schema);
  let found = false;
  visit(
    document,
    visitWithTypeInfo(types, {
      [Kind.FIELD]: (node) => {
        if (typeof types.getFieldDef()?.extensions['complexity'] !== 'function') return;
        visit(
          { ...node, selectionSet: undefined },
          {
            [Kind.VARIABLE]: () => {
              found = true;
            },
          },
        );
      },
    }),
  );
  return found;
}

function withoutVariableDefinitions(document: DocumentNode): DocumentNode {
  const definitions = document.definitions.map((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? { ...definition, variableDefinitions: [] } : definition,
  );
  return { ...document, definitions };
}
