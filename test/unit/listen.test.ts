import { expect, test } from 'vitest';
import { apiNames } from '../../rest-compat/runtime/route.ts';
import { parseConfig, portNames } from '../../src/platform/config.ts';

function listen(text: string): unknown {
  return parseConfig({ ORRERY_LISTEN: text }).listen;
}

test('ORRERY_LISTEN gives APIs ports of their own', () => {
  expect(listen('joch=8080, fabric=3001')).toEqual([
    { name: 'joch', port: 8080 },
    { name: 'fabric', port: 3001 },
  ]);
  expect(listen('')).toEqual([]);
});

test('every API may have a port', () => {
  expect([...portNames].sort()).toEqual([...apiNames].sort());
});

test.each([
  ['boat=1', 'there is no API "boat"'],
  ['joch', '"joch" must look like joch=8080'],
  ['joch=x', 'must look like joch=8080'],
  ['joch=70000', 'with a port up to 65535'],
  ['joch=1=2', 'must look like joch=8080'],
  ['joch=1,joch=2', 'joch is there twice'],
  ['joch=1,fabric=1', 'the port 1 is there twice'],
  ['joch=4000', '4000 is the main port already'],
])('ORRERY_LISTEN=%s is refused in plain words', (text, words) => {
  expect(() => listen(text)).toThrow(words);
});
