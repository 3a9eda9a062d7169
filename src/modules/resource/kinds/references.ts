import type { z } from 'zod';
import { isObject } from './json.ts';
import type { Reference } from './kind.ts';
import type { Ref } from './ref.ts';
import { type ShapeNode, shapeTree } from './shape-tree.ts';

/** Finds what a spec of this type names, in the order of its fields. */
export function referenceFinder(schema: z.ZodType): (spec: unknown) => Reference[] {
  const tree = shapeTree(schema);
  return (spec) => referencesIn(tree, spec, '');
}

function referencesIn(node: ShapeNode, value: unknown, path: string): Reference[] {
  if (value === undefined || value === null) return [];
  switch (node.type) {
    case 'reference':
      return [referenceTo(node.to, path, value as Ref)];
    case 'secret':
      return [referenceTo('Secret', path, value as Ref)];
    case 'list':
      return (value as unknown[]).flatMap((item, index) => referencesIn(node.item, item, `${path}[${index}]`));
    case 'map':
      return Object.entries(value).flatMap(([key, item]) => referencesIn(node.value, item, below(path, key)));
    case 'object':
      if (!isObject(value)) return [];
      return [...node.fields].flatMap(([name, field]) => referencesIn(field.node, value[name], below(path, name)));
    default:
      return [];
  }
}

function referenceTo(kind: Reference['kind'], path: string, { namespace, name }: Ref): Reference {
  return namespace === undefined ? { path, kind, name } : { path, kind, namespace, name };
}

function below(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
