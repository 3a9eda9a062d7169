import { type GraphQLSchema, getNamedType, isInputObjectType, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { Operation } from './documents.ts';

/** What the schema says about the argument or the input field in which each variable is first used. */
export function variableDescriptions({ node }: Operation, schema: GraphQLSchema): Map<string, string> {
  const found = new Map<string, string>();
  const info = new TypeInfo(schema);
  let description: string | null | undefined;
  const visitor = visitWithTypeInfo(info, {
    VariableDefinition: () => false,
    Argument: () => {
      description = info.getArgument()?.description;
    },
    ObjectField: ({ name }) => {
      const parent = getNamedType(info.getParentInputType());
      description = isInputObjectType(parent) ? parent.getFields()[name.value]?.description : undefined;
    },
    Variable: ({ name }) => {
      if (description && !found.has(name.value)) found.set(name.value, description);
    },
  });
  visit(node, visitor);
  return found;
}
