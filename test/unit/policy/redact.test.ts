import fc from 'fast-check';
import { expect, test } from 'vitest';
import { redact } from '../../../src/modules/policy/index.ts';

const gone = '[REDACTED]';

test('a path removes what it leads to and nothing else, through lists and stars', () => {
  const value = { card: { number: '1', name: 'Ann' }, number: 2, cards: [{ number: '3', cvc: 4 }, { number: '5' }] };
  expect(redact(value, ['card.number'])).toEqual({ ...value, card: { number: gone, name: 'Ann' } });
  expect(redact(value, ['cards.number'])).toMatchObject({
    cards: [{ number: gone, cvc: 4 }, { number: gone }],
    number: 2,
  });
  expect(redact(value, ['cards.*.cvc'])).toMatchObject({ cards: [{ number: '3', cvc: gone }, { number: '5' }] });
  expect(redact(value, ['cards.1.number'])).toMatchObject({ cards: [{ number: '3' }, { number: gone }] });
  expect(redact(value, ['tool.arguments.card.number', '$.card.name'])).toMatchObject({
    card: { number: gone, name: gone },
  });
  expect(redact(value, ['cvc'])).toMatchObject({ cards: [{ cvc: gone }, { number: '5' }] });
});

test.each([
  ['email', 'write to ann.b+c@mail.example.co.uk now', `write to ${gone} now`],
  ['email', 'no @ here', 'no @ here'],
  ['phone', 'call +49 30 1234567 or (555) 123-4567', `call ${gone} or ${gone}`],
  ['phone', 'on 2026-01-02 at 10:30, order 12345678901234', 'on 2026-01-02 at 10:30, order 12345678901234'],
  ['credit_card', 'card 4111 1111 1111 1111 exp 12/30', `card ${gone} exp 12/30`],
  ['credit_card', 'card 4111-1111-1111-1112', 'card 4111-1111-1111-1112'],
  ['secret', 'use sk-abcdefghijklmnop1234 please', `use ${gone} please`],
  ['secret', 'Authorization: Bearer abcdef123456', `Authorization: ${gone}`],
  ['secret', 'password=hunter22, then', `${gone}, then`],
  ['pii', 'ann@example.com 4111111111111111', `${gone} ${gone}`],
])('the pattern %s turns "%s" into "%s"', (name, text, expected) => {
  expect(redact({ deep: [{ text }] }, [name])).toEqual({ deep: [{ text: expected }] });
});

test('fields whose name says that they hold a secret go as a whole', () => {
  const value = { apiKey: 'a', 'api-key': 'b', nested: { Password: 'c' }, tokens: 5, token: '' };
  expect(redact(value, ['secret'])).toEqual({
    apiKey: gone,
    'api-key': gone,
    nested: { Password: gone },
    tokens: 5,
    token: '',
  });
});

test('no rules mean every pattern, and numbers and keys are looked at too', () => {
  expect(redact({ 'ann@example.com': 4111111111111111, note: 'key AKIAABCDEFGHIJKLMNOP' }, [])).toEqual({
    [gone]: gone,
    note: `key ${gone}`,
  });
});

test('the given value is never changed, and what no rule names comes back equal', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const before = structuredClone(value);
      const result = redact(value, ['no.such.path']);
      expect(value).toEqual(before);
      expect(JSON.stringify(result)).toBe(JSON.stringify(value));
    }),
    { numRuns: 100 },
  );
});

test('a field named __proto__ stays a field and reaches no prototype', () => {
  const result = redact(JSON.parse('{"__proto__": {"email": "ann@example.com"}}'), ['email']);
  expect(JSON.stringify(result)).toBe(`{"__proto__":{"email":"${gone}"}}`);
});

test('hostile texts and values are redacted in time', () => {
  const start = performance.now();
  for (const text of [
    'a'.repeat(300_000),
    '1 '.repeat(150_000),
    'a@a.'.repeat(75_000),
    '+1('.repeat(100_000),
    '-----BEGIN PRIVATE KEY-----'.repeat(2000),
    'secret='.repeat(40_000),
  ]) {
    redact(text, []);
  }
  let deep: unknown = 'x';
  for (let i = 0; i < 5000; i++) deep = [deep];
  expect(JSON.stringify(redact(deep, ['*.*.*.*.x']))).toContain(gone);
  expect(performance.now() - start).toBeLessThan(3000);
});
