import { expect, test } from 'vitest';
import { serving } from './serving.ts';

const { ask } = serving();

const json = { 'content-type': 'application/json' };

test('every fault of a request is told at once, in the words of its parameters', async () => {
  const { status, json: body } = await ask('/v1/agents?limit=0&kind=Boat&labelSelector=x');
  expect(status).toBe(400);
  expect(body.error.details.faults).toEqual([
    'limit must be a whole number from 1 to 1000',
    'labelSelector must look like key=value,other=value',
    'kind must be one of agent, tool, secret, policy, agents',
  ]);
});

test('what does not fit inside an input object is told at its place in the body', async () => {
  const { status, json: answer } = await ask('/v1/search', {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ spec: { filter: { namespace: 7, labels: [{ key: 'a' }] } } }),
  });
  expect([status, answer.error.code]).toEqual([400, 'Invalid']);
  expect(answer.error.details.faults).toEqual([
    expect.stringMatching(/^spec\.filter\.labels\[0\]: Field "value"/),
    expect.stringMatching(/^spec\.filter\.namespace: /),
  ]);
  expect(answer.error.message).not.toContain('$');
});

test.each([
  ['not JSON', '{', json, 400],
  ['an array', '[]', json, 400],
  ['half a character', '{"spec":{"filter":{"namespace":"\\ud800"}}}', json, 400],
  ['a null character', '{"spec":{"filter":{"namespace":"\\u0000"}}}', json, 400],
  ['a prototype', '{"__proto__":{"spec":1}}', json, 400],
  ['a deep body', '['.repeat(5_000), json, 400],
  ['another type', 'spec=1', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
  ['another encoding', '{}', { ...json, 'content-encoding': 'gzip' }, 415],
  ['too large a body', JSON.stringify({ text: 'x'.repeat(100_000) }), json, 413],
  ['no body', '', {}, 200],
  ['a body of a type of its own', '{}', { 'content-type': 'application/merge-patch+json' }, 200],
  ['a member twice', '{"spec":1,"spec":{"first":2}}', json, 200],
])('a body that is %s is answered with its status, in the form of the API', async (_what, body, headers, expected) => {
  const { status, json: answer } = await ask('/v1/search', { method: 'POST', body, headers });
  expect(status).toBe(expected);
  if (status >= 400) expect(answer.error).toMatchObject({ code: 'Invalid', message: expect.any(String) });
});

test('what no text may hold is told with its place', async () => {
  const body = JSON.stringify({ spec: { filter: [{ a: 'x' }, { b: 'y\0' }] } });
  const { json: answer } = await ask('/v1/search', { method: 'POST', headers: json, body });
  expect(answer.error.message).toBe('The body has the null character (U+0000) in a string at spec.filter[1].b.');
});

test.each([
  ['broken YAML', 'a: [', 400],
  ['two documents', 'a: 1\n---\nb: 2\n', 400],
  ['aliases without end', bomb(), 400],
  ['deep brackets', '['.repeat(50_000), 400],
  ['nothing', '', 400],
])('YAML that is %s is refused', async (_what, body, expected) => {
  expect((await ask('/v1/apply', { method: 'POST', body })).status).toBe(expected);
});

/** Nine levels of nine references each. */
function bomb(): string {
  const levels = 'abcdefghi'.split('');
  const lines = levels.map((name, index) => {
    const below = levels[index - 1];
    return `${name}: &${name} [${Array(9)
      .fill(below ? `*${below}` : 'x')
      .join(', ')}]`;
  });
  return lines.join('\n');
}
