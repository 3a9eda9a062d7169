import { type Fault, isObject, type ObjectShape, type PathSegment, type ShapeNode } from '../../kinds/index.ts';
import { type NamedField, type Naming, namedFields } from './naming.ts';
import { readDuration } from './units.ts';

/** What the hub is parsed from, and what could not even be read so far. Paths are in the API's names. */
export interface ShapeReading {
  hub: Record<string, unknown>;
  faults: Fault[];
}

interface Place {
  /** In the hub, as `FieldNames` has it. */
  at: string;
  /** In the API's manifest. */
  path: PathSegment[];
}

/** Reads an object of an API by the shape of the hub. Members that the shape does not have are not read. */
export function readShape(given: Record<string, unknown>, shape: ObjectShape, naming: Naming): ShapeReading {
  const faults: Fault[] = [];
  const hub = new Reader(naming, faults).object(given, shape, { at: '', path: [] });
  return { hub, faults };
}

class Reader {
  readonly #naming: Naming;
  readonly #faults: Fault[];

  constructor(naming: Naming, faults: Fault[]) {
    this.#naming = naming;
    this.#faults = faults;
  }

  object(given: Record<string, unknown>, shape: ObjectShape, place: Place): Record<string, unknown> {
    const fields = namedFields(shape, place.at, this.#naming).map((field) => [
      field.hubName,
      this.#field(given, field, place),
    ]);
    return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
  }

  #field(given: Record<string, unknown>, { steps, field, path }: NamedField, place: Place): unknown {
    let found: unknown = given;
    for (const step of steps) found = isObject(found) ? this.#naming.style.find(found, step) : undefined;
    return found === undefined
      ? undefined
      : this.#value(found, field.node, { at: path, path: [...place.path, ...steps] });
  }

  // What is not of the field's type is left to the hub, which says so.
  #value(given: unknown, node: ShapeNode, place: Place): unknown {
    const { style } = this.#naming;
    switch (node.type) {
      case 'object':
        return isObject(given) ? this.object(given, node, place) : given;
      case 'list':
        if (!Array.isArray(given)) return given;
        return given.map((item, index) => this.#value(item, node.item, { ...place, path: [...place.path, index] }));
      case 'map':
        if (!isObject(given)) return given;
        return Object.fromEntries(
          Object.entries(given).map(([key, item]) => [key, this.#entry(key, item, node.value, place)]),
        );
      case 'reference':
        return style.readRef(given);
      case 'secret':
        return style.readSecret(given);
      case 'duration':
        return readDuration(given, { name: String(place.path.at(-1)), parse: style.parseDuration }, (problem) =>
          this.#faults.push({ path: place.path, problem }),
        );
      default:
        return given;
    }
  }

  #entry(key: string, item: unknown, node: ShapeNode, place: Place): unknown {
    return this.#value(item, node, { ...place, path: [...place.path, key] });
  }
}
