import type { Member, ScalarShape, Shape } from '../../../rest-compat/runtime/route.ts';
import { typeKey } from '../../../rest-compat/runtime/route.ts';

type Words = Record<string, Record<string, string>>;

/** What a shape makes of a value, worked out step by step with objects. */
export function naive(shape: Shape, value: unknown, words: Words): unknown {
  if (shape.kind === 'scalar' && shape.const !== undefined) return shape.const;
  if (shape.kind === 'next') {
    const page = value as { hasNextPage: boolean; endCursor: string } | null;
    return page?.hasNextPage ? page.endCursor : null;
  }
  if (value === null || value === undefined) return shape.default ?? null;
  switch (shape.kind) {
    case 'scalar':
      return naiveScalar(shape, value, words);
    case 'list':
      return (value as unknown[]).map((item) => naive(shape.item, at(item, shape.at), words));
    case 'entries':
      return Object.fromEntries((value as { key: string; value: unknown }[]).map((pair) => [pair.key, pair.value]));
    case 'object': {
      const own = shape.byType?.[String((value as Record<string, unknown>)[typeKey])] ?? [];
      const shown = [...shape.members, ...own].filter((member) => !member.isHidden && member.header === undefined);
      return Object.fromEntries(shown.flatMap((member) => naiveMember(member, value, words)));
    }
  }
}

function naiveMember({ name, from, shape, omit }: Member, value: unknown, words: Words): [string, unknown][] {
  const made = naive(shape, at(value, from), words);
  if (omit !== 'never' && made === null) return [];
  return omit === 'empty' && isEmpty(made) ? [] : [[name, made]];
}

function naiveScalar(shape: ScalarShape, value: unknown, words: Words): unknown {
  if (shape.words !== undefined) return words[shape.words]?.[String(value)] ?? value;
  switch (shape.as) {
    case 'STRING':
      return typeof value === 'object' ? JSON.stringify(value) : String(value);
    case 'LOWER':
      return String(value).toLowerCase();
    case 'NUMBER':
      return Number.isFinite(Number(value)) ? Number(value) : null;
    case 'JSON_TEXT':
      return JSON.stringify(value);
    default:
      return value;
  }
}

function at(value: unknown, keys: string[]): unknown {
  return keys.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | null | undefined)?.[key], value);
}

function isEmpty(value: unknown): boolean {
  if (value === '' || value === 0 || value === false) return true;
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
