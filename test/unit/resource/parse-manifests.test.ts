import { describe, expect, test } from 'vitest';
import { parseManifests } from '../../../src/modules/resource/manifest/index.ts';

function faultsOf(text: string): string[] {
  const parsed = parseManifests(text);
  return parsed.ok ? [] : parsed.faults;
}

function names(text: string): string[] {
  const parsed = parseManifests(text);
  return parsed.ok ? parsed.manifests.map(({ kind, name }) => `${kind} ${name}`) : parsed.faults;
}

const tool = (name: string) => ({ apiVersion: 'orrery.dev/v1', kind: 'Tool', metadata: { name } });

test('every fault of every document is told, with its document, its line and its path', () => {
  const text = `apiVersion: orloj.dev/v1
kind: Agent
metadata:
  name: "has space"
spec:
  model_ref: m
  limits:
    max_steps: many
    timeout: soon
---
apiVersion: orloj.dev/v1
kind: Wizard
metadata: {}
---
apiVersion: [
---
apiVersion: orrery.dev/v1
kind: Tool
metadata: { name: fine }
`;
  const parsed = parseManifests(text);
  expect(parsed).toMatchObject({ ok: false });
  expect(faultsOf(text).filter((fault) => !fault.includes('cannot be read'))).toEqual([
    'Document 1, line 4: metadata.name must not contain spaces, slashes or control characters.',
    'Document 1, line 8: spec.limits.max_steps must be a number, not text.',
    'Document 1, line 9: spec.limits.timeout must be a duration with units, such as 300ms, 30s or 1h30m.',
    'Document 2, line 12: kind is not a kind that is known here.',
    'Document 2, line 13: metadata.name is required.',
  ]);
  expect(
    faultsOf(text).some((fault) => fault.startsWith('Document 3, line 1') && fault.includes('cannot be read')),
  ).toBe(true);
});

test('YAML of several documents, a JSON object, a JSON list and a List of items are read', () => {
  const yaml = '# nothing\n---\napiVersion: orrery.dev/v1\nkind: tool\nmetadata: {name: a}\n---\n---\n';
  expect(names(yaml)).toEqual(['Tool a']);
  expect(names(JSON.stringify(tool('a'), null, '\t'))).toEqual(['Tool a']);
  expect(names(JSON.stringify([tool('a'), tool('b')]))).toEqual(['Tool a', 'Tool b']);
  expect(names(JSON.stringify({ kind: 'List', items: [tool('a'), tool('b')] }))).toEqual(['Tool a', 'Tool b']);
  expect(names(`${JSON.stringify(tool('a'))}\n---\n${JSON.stringify(tool('b'))}`)).toEqual(['Tool a', 'Tool b']);
  expect(names('')).toEqual([]);
});

test('a fault in a list is told with its place and its line', () => {
  const text = JSON.stringify({ kind: 'List', items: [tool('a'), { ...tool('b'), spec: { type: 'magic' } }] }, null, 2);
  expect(faultsOf(text)[0]).toMatch(/^Document 1, line 18: items\[1\]\.spec\.type must be one of http, /);
});

test('JSON keeps its escapes, and anchors of YAML are written out', () => {
  const json =
    '{"apiVersion":"orrery.dev/v1","kind":"Tool","metadata":{"name":"a","labels":{"k":"\\ud83d\\ude00\\/"}}}';
  expect(parseManifests(json)).toMatchObject({ manifests: [{ hub: { labels: { k: '😀/' } } }] });
  const yaml = `apiVersion: orrery.dev/v1
kind: Tool
metadata:
  name: a
  labels: &all { team: x }
  annotations: *all
`;
  expect(parseManifests(yaml)).toMatchObject({ manifests: [{ hub: { annotations: { team: 'x' } } }] });
});

describe('a hostile text is refused in words and in good time', () => {
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]']
    .concat([...'bcdefghij'].map((key, i) => `${key}: &${key} [${Array(9).fill(`*${'abcdefghij'[i]}`).join(', ')}]`))
    .join('\n');

  test.each([
    ['aliases that multiply', bomb, 'more than 200000 values'],
    ['many documents of aliases that multiply', Array(300).fill(bomb).join('\n---\n'), 'more than 200000 values'],
    ['an alias of itself', 'a: &a [*a]', 'nested more than 64 levels deep'],
    ['an alias of nothing', 'a: *nobody', 'names the anchor nobody, which is not there'],
    ['deep flow of YAML', '['.repeat(1_000_000), 'nested more than 64 levels deep'],
    ['deep blocks of YAML', '- '.repeat(1_000_000), 'nested more than 64 levels deep'],
    ['deep JSON', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'nested more than 64 levels deep'],
    ['a text that is too large', 'x'.repeat(4 * 1024 * 1024 + 1), 'larger than 4194304 bytes'],
    ['a key that stands twice', 'a: 1\nb: 2\na: 3', 'Document 1, line 3: a stands twice in the same object.'],
    ['a key that stands twice in JSON', '{"a": {"b": 1,\n"b": 2}}', 'Document 1, line 2: a.b stands twice'],
    ['a key that changes objects', 'metadata: { __proto__: { admin: true } }', 'is a key that is not allowed'],
    ['the same in JSON', '{"metadata": {"__proto__": {"admin": true}}}', 'is a key that is not allowed'],
    ['a number that JSON lacks', 'a: .inf', 'must be text, a number'],
    ['binary data', 'a: !!binary aGk=', 'must be text, a number'],
    ['a list as a key', '? [a]\n: 1', 'has a key that is not text'],
    ['too many documents', Array(1001).fill('a: 1').join('\n---\n'), 'at most 1000 are read'],
    ['too many items', JSON.stringify(Array(1001).fill(1)), 'more than 1000 manifests'],
    ['an error in each character', `[${','.repeat(500_000)}`, '100 syntax errors or more'],
    ['directives without end', '%a\n'.repeat(500_000), '100 syntax errors or more'],
    ['lines without end', '\n'.repeat(4_000_000), 'more than 1000000 tokens'],
  ])('%s', (_, text, words) => {
    const startedAt = performance.now();
    const faults = faultsOf(text);
    expect(faults.find((fault) => fault.includes(words))).toBeDefined();
    expect(performance.now() - startedAt).toBeLessThan(8_000);
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });

  test('many keys in one object cost no more than their number', () => {
    const text = Array.from({ length: 90_000 }, (_, i) => `k${i}: 1`).join('\n');
    const startedAt = performance.now();
    expect(faultsOf(text)[0]).toContain('apiVersion is required');
    expect(performance.now() - startedAt).toBeLessThan(8_000);
  });
});

describe('metadata', () => {
  const withMetadata = (metadata: unknown) => JSON.stringify({ ...tool('x'), metadata });

  test.each([
    [null, 'metadata is required.'],
    [{}, 'metadata.name is required.'],
    [{ name: 7 }, 'metadata.name must be text; put it in quotes.'],
    [{ name: 'a/b' }, 'metadata.name must not contain spaces, slashes or control characters.'],
    [{ name: 'a\u0007' }, 'metadata.name must not contain spaces, slashes or control characters.'],
    [{ name: 'x'.repeat(254) }, 'metadata.name is longer than 253 characters.'],
    [{ name: 'a', labels: { v: 1 } }, 'metadata.labels.v must be text; put it in quotes.'],
    [{ name: 'a', labels: ['v'] }, 'metadata.labels must be an object of texts.'],
    [
      { name: 'a', annotations: { big: 'x'.repeat(262_145) } },
      'metadata.annotations have more than 262144 characters in all.',
    ],
  ])('%# is refused in words', (metadata, fault) => {
    expect(faultsOf(withMetadata(metadata))).toEqual([`Document 1, line 1: ${fault}`]);
  });

  test('the version that a writer saw is read as text', () => {
    expect(parseManifests(withMetadata({ name: 'a', resourceVersion: 7 }))).toMatchObject({
      manifests: [{ hub: { resourceVersion: '7' } }],
    });
  });
});
