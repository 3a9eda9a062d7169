import {
  type FieldNode,
  type GraphQLField,
  getNamedType,
  type InlineFragmentNode,
  isAbstractType,
  isCompositeType,
  isNonNullType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { catalogue, type ErrorCode } from '../../src/platform/errors.ts';
import { cursorKey, failureKeys, gapKeys, type Route, type Shape, typeKey } from '../runtime/route.ts';
import type { Operation } from './documents.ts';
import { compare } from './fault.ts';
import { actionName, failureTypeName } from './name.ts';
import { fragmentOn, isFailure, plainField, possibleTypes, type Scope, type WalkContext } from './scope.ts';
import { SelectionWalk } from './selection.ts';

/** What the root fields of an operation give. */
export interface Root extends Pick<Route, 'failures' | 'refusals' | 'actions' | 'rootKey' | 'rootAt' | 'shape'> {
  selections: SelectionNode[];
  /** Whether the only root field may be null. */
  isNullable: boolean;
}

type RootField = GraphQLField<unknown, unknown>;

/** The shape of an operation's answer, or of one frame, and the selection that the executor is asked for. */
export function rootOf(operation: Operation, context: WalkContext): Root {
  const type = context.schema.getRootType(operation.node.operation);
  if (!type) throw new TypeError(`The schema has no ${operation.node.operation}.`);
  const [only, ...others] = operation.node.selectionSet.selections;
  const isOnly = only?.kind === Kind.FIELD && others.length === 0;
  const scope: Scope = {
    type,
    possible: possibleTypes(context.schema, type),
    prefix: '',
    isConditional: false,
    level: isOnly ? 'root' : 'top',
  };
  const { selections, shape } = new SelectionWalk(context).object(operation.node.selectionSet, scope);
  const asked = selections.map((selection) => withRuntimeFields(selection, type.getFields(), context));
  const fields = rootFields(selections, type.getFields());
  const told = {
    selections: asked,
    failures: failuresOf(fields, context),
    refusals: refusalsOf(fields),
    actions: actionsOf(fields),
  };
  const [member] = shape.members;
  if (!isOnly || !member || shape.members.length > 1) {
    if (isOnly) context.faults.add(only, 'The only root field is the answer already. Remove @spread.');
    return { ...told, shape, rootAt: [], isNullable: false };
  }
  const [rootKey, ...rootAt] = member.from;
  if (rootKey === undefined) context.faults.add(only, 'A constant is no answer. Select a field of the graph.');
  const isNullable = fields.some((field) => !isNonNullType(field.type));
  return { ...told, rootKey: rootKey ?? '', rootAt, isNullable, shape: present(member.shape, rootAt) };
}

/** The answer itself is never null: a null root is told as a failure. Inside of a lifted one something may be. */
function present(shape: Shape, rootAt: readonly string[]): Shape {
  return rootAt.length > 0 ? shape : { ...shape, isNullable: false };
}

function rootFields(selections: readonly SelectionNode[], fields: Record<string, RootField>): RootField[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.INLINE_FRAGMENT) return rootFields(selection.selectionSet.selections, fields);
    const field = selection.kind === Kind.FIELD ? fields[selection.name.value] : undefined;
    return field ? [field] : [];
  });
}

/** Adds what the runtime reads besides: the failure, and the cursor of an event. */
function withRuntimeFields(
  selection: SelectionNode,
  fields: Record<string, RootField>,
  context: WalkContext,
): SelectionNode {
  if (selection.kind === Kind.FRAGMENT_SPREAD) return selection;
  if (selection.kind === Kind.INLINE_FRAGMENT) {
    const selections = selection.selectionSet.selections.map((inner) => withRuntimeFields(inner, fields, context));
    return { ...selection, selectionSet: { ...selection.selectionSet, selections } };
  }
  const type = getNamedType(fields[selection.name.value]?.type);
  if (!selection.selectionSet || !isCompositeType(type)) return selection;
  const hasFailures = isAbstractType(type) && context.schema.getPossibleTypes(type).some(isFailure);
  const added = [
    ...(hasFailures ? [failureFields()] : []),
    ...(isEventUnion(type.name, context) ? eventFields(selection.selectionSet) : []),
  ];
  return withSelections(selection, added);
}

function withSelections(field: FieldNode, added: readonly SelectionNode[]): FieldNode {
  const set = field.selectionSet;
  return set ? { ...field, selectionSet: { ...set, selections: [...set.selections, ...added] } } : field;
}

function isEventUnion(name: string, { isStream, schema }: WalkContext): boolean {
  return isStream && name === 'Event' && Boolean(schema.getType('StreamGap'));
}

function failureFields(): InlineFragmentNode {
  return fragmentOn(
    'Failure',
    Object.entries(failureKeys).map(([name, key]) => plainField(name, key)),
  );
}

function eventFields({ selections }: SelectionSetNode): SelectionNode[] {
  const hasType = selections.some((selection) => selection.kind === Kind.FIELD && selection.alias?.value === typeKey);
  const gap = Object.entries(gapKeys).map(([name, key]) => plainField(name, key));
  return [
    ...(hasType ? [] : [plainField('__typename', typeKey)]),
    fragmentOn('JournalEvent', [plainField('cursor', cursorKey)]),
    fragmentOn('Bookmark', [plainField('cursor', cursorKey)]),
    fragmentOn('StreamGap', gap),
  ];
}

const codes = new Map(Object.keys(catalogue).map((code) => [failureTypeName(code), code]));

function failuresOf(fields: readonly RootField[], { schema }: WalkContext): string[] {
  const types = fields.flatMap((field) => {
    const type = getNamedType(field.type);
    return isAbstractType(type) ? schema.getPossibleTypes(type).filter(isFailure) : [];
  });
  return [...new Set(types.map(({ name }) => codes.get(name) ?? name))].sort(compare);
}

/** What a field without a union, as of a subscription, names itself. */
function refusalsOf(fields: readonly RootField[]): string[] {
  return fields.flatMap(({ extensions }) => (extensions['refusals'] ?? []) as ErrorCode[]).sort(compare);
}

/** The actions that the builder keeps with each root field. */
function actionsOf(fields: readonly RootField[]): string[] {
  const actions = fields.flatMap(({ extensions }) => {
    const { pothosOptions } = extensions as { pothosOptions?: { authScopes?: { action?: unknown } } };
    const action = pothosOptions?.authScopes?.action;
    return typeof action === 'string' ? [actionName(action)] : [];
  });
  return [...new Set(actions)].sort(compare);
}
