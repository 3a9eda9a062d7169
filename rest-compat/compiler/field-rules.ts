import { type FieldNode, getNullableType, isCompositeType, isListType, Kind } from 'graphql';
import type { FieldDirectives } from './directive.ts';
import type { SelectedField } from './field.ts';
import type { WalkContext } from './scope.ts';

/** Refuses directives where they make no sense. */
export function refuseDirectives(selected: SelectedField, directives: FieldDirectives, context: WalkContext): void {
  for (const message of complaints(selected, directives, context.isStream)) context.faults.add(selected.node, message);
}

function* complaints({ node, field, scope }: SelectedField, directives: FieldDirectives, isStream: boolean) {
  const hasFields = Boolean(node.selectionSet);
  const isList = isListType(getNullableType(field.type));
  const keys = keysOf(node).sort().join(' ');
  if (node.name.value === '__typename' && !node.alias && !directives.hide)
    yield 'Give __typename the name that the API shows, as an alias.';
  if (directives.const && hasFields)
    yield '@const needs a field without a selection. Put it on __typename under an alias.';
  if (directives.lift && !hasFields) yield '@lift needs an object, and this value has no fields. Remove it.';
  if (directives.spread && !isCompositeType(getNullableType(field.type)))
    yield '@spread needs an object, and this is none. Remove it.';
  if (directives.spread && Object.keys(directives).length > 1)
    yield '@spread leaves no member of this name, so no other directive can stand beside it. Remove one.';
  if (directives.entries && (!isList || keys !== 'key value'))
    yield '@entries needs a list of which exactly `key` and `value` are selected. Select them, or remove it.';
  if (directives.next && keys !== 'endCursor hasNextPage')
    yield '@next needs a pageInfo of which exactly `hasNextPage` and `endCursor` are selected. Select them.';
  if ((directives.lift && directives.entries) || (directives.lift && directives.next))
    yield '@lift cannot stand beside @entries or @next. Remove it.';
  if ((directives.as || directives.words) && hasFields)
    yield '@as and @words are for values without fields. Put it on a field inside.';
  yield* placed(directives, scope.level, isStream);
}

function* placed(directives: FieldDirectives, level: string, isStream: boolean) {
  if (directives.frame && !isStream) yield '@frame is for subscriptions. Remove it.';
  else if (directives.frame && level !== 'top') yield '@frame stands at the top of the frame. Move the field there.';
  if (directives.match && (!isStream || level !== 'top'))
    yield '@match stands at the top of the frame of a subscription. Move the field there, or remove it.';
  if (directives.header && isStream) yield 'A stream has no headers from its events. Remove @header.';
  else if (directives.header && level === 'inner')
    yield '@header stands at the top of the answer. Move the field there.';
}

/** The response keys selected in a field; a spread of a fragment counts as one that no rule knows. */
function keysOf({ selectionSet }: FieldNode): string[] {
  return (selectionSet?.selections ?? []).map((selection) =>
    selection.kind === Kind.FIELD ? (selection.alias?.value ?? selection.name.value) : '...',
  );
}
