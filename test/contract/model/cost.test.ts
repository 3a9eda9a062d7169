import { expect, test } from 'vitest';
import { call } from './calls.ts';

async function cost(usage: { inputTokens: number; outputTokens: number }, prices: [string, string]): Promise<string> {
  const [inputPerMillionTokens, outputPerMillionTokens] = prices;
  const pricing = { currency: 'USD', inputPerMillionTokens, outputPerMillionTokens };
  const reply = await call({ target: { script: [{ text: 'x', usage }], pricing } });
  return reply.cost.amount;
}

test.each([
  [{ inputTokens: 1, outputTokens: 0 }, ['0.15', '0.60'], '0.00000015'],
  [{ inputTokens: 1_000_000, outputTokens: 2_000_000 }, ['2.50', '10'], '22.5'],
  [{ inputTokens: 3, outputTokens: 3 }, ['0.1', '0.2'], '0.0000009'],
  [{ inputTokens: 9_007_199_254_740_991, outputTokens: 1 }, ['1', '0.000001'], '9007199254.740991000001'],
  [{ inputTokens: 10_000_000, outputTokens: 0 }, ['10', '0'], '100'],
  [{ inputTokens: 0, outputTokens: 0 }, ['1', '1'], '0'],
] as const)('%o at %o per million costs exactly %s', async (usage, prices, expected) => {
  expect(await cost(usage, [...prices])).toBe(expected);
});

test('a price that is no decimal is named', async () => {
  await expect(cost({ inputTokens: 1, outputTokens: 1 }, ['1e3', '1'])).rejects.toMatchObject({
    code: 'INPUT_INVALID',
    message: expect.stringContaining('1e3'),
  });
});
