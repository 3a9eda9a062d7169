import { expect, test } from 'vitest';
import { PathTree, placeholdersOf } from '../../../rest-compat/runtime/path-tree.ts';

function tree(...patterns: string[]): (path: string) => [string, string[]] | undefined {
  const paths = new PathTree<string>();
  for (const pattern of patterns) paths.at(pattern, () => pattern);
  return (path) => {
    const found = paths.find(path);
    return found && [found.value, found.values];
  };
}

test('text goes before placeholders, and a wrong turn is taken back', () => {
  const find = tree('/v1/agents/{name}', '/v1/{kind}/all', '/v1/agents/mine');
  expect(find('/v1/agents/mine')).toEqual(['/v1/agents/mine', []]);
  expect(find('/v1/agents/all')).toEqual(['/v1/agents/{name}', ['all']]);
  expect(find('/v1/tools/all')).toEqual(['/v1/{kind}/all', ['tools']]);
  expect(find('/v1/tools/x')).toBeUndefined();
  expect(tree('/a/b/c', '/a/{x}/d')('/a/b/d')).toEqual(['/a/{x}/d', ['b']]);
});

test('a placeholder may have text around it', () => {
  const find = tree('/tasks/{id}', '/tasks/{id}:cancel', '/models/gpt-{size}');
  expect(find('/tasks/7:cancel')).toEqual(['/tasks/{id}:cancel', ['7']]);
  expect(find('/tasks/7')).toEqual(['/tasks/{id}', ['7']]);
  expect(find('/models/gpt-4')).toEqual(['/models/gpt-{size}', ['4']]);
});

test('values are decoded, and what cannot be decoded or is empty is no value', () => {
  const find = tree('/v1/agents/{name}');
  expect(find('/v1/agents/a%2Fb%20c')).toEqual(['/v1/agents/{name}', ['a/b c']]);
  expect(find('/v1/agents/%E0%A4%A')).toBeUndefined();
  expect(find('/v1/agents/')).toBeUndefined();
});

test('a slash at the end does not matter, and names of placeholders do not make another path', () => {
  const paths = new PathTree<string>();
  expect(paths.at('/a/{x}', () => 'first')).toBe('first');
  expect(paths.at('/a/{y}', () => 'second')).toBe('first');
  expect(paths.find('/a/b/')?.value).toBe('first');
  expect(placeholdersOf('/a/{x}/{y}:go')).toEqual(['x', 'y']);
});
