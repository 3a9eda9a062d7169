import type { JsonObject, JsonValue, ObjectShape, Ref, ShapeNode } from '../../kinds/index.ts';
import { type Naming, namedFields } from './naming.ts';
import { writeDuration } from './units.ts';

/** An object of the hub as an API writes it. */
export function writeShape(value: object, shape: ObjectShape, naming: Naming, at = ''): JsonObject {
  const written: JsonObject = {};
  for (const { hubName, steps, field, path } of namedFields(shape, at, naming)) {
    const item: unknown = value[hubName as keyof object];
    if (item === undefined) continue;
    const shown = writeValue(item, field.node, { naming, at: path, name: steps.at(-1) ?? '' });
    if (naming.style.shows(shown, field)) setAt(written, steps, shown);
  }
  return written;
}

interface Place {
  naming: Naming;
  at: string;
  name: string;
}

function writeValue(value: unknown, node: ShapeNode, place: Place): JsonValue {
  const { style } = place.naming;
  switch (node.type) {
    case 'object':
      return writeShape(value as object, node, place.naming, place.at);
    case 'list':
      return (value as unknown[]).map((item) => writeValue(item, node.item, place));
    case 'map':
      return Object.fromEntries(
        Object.entries(value as object).map(([key, item]) => [key, writeValue(item, node.value, place)]),
      );
    case 'reference':
      return style.writeRef(value as Ref);
    case 'secret':
      return style.writeSecret(value as Ref);
    case 'duration':
      return writeDuration(value as number, place.name);
    case 'decimal':
      return style.writeDecimal?.(value as string) ?? (value as string);
    default:
      return value as JsonValue;
  }
}

function setAt(target: JsonObject, [step = '', ...rest]: string[], value: JsonValue): void {
  if (rest.length === 0) {
    target[step] = value;
    return;
  }
  const inner = (target[step] ?? {}) as JsonObject;
  target[step] = inner;
  setAt(inner, rest, value);
}
