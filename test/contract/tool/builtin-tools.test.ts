import { expect, test } from 'vitest';
import type { McpPool } from '../../../src/modules/mcp/index.ts';
import { builtinTools, createToolGateway, inputSchemaFault } from '../../../src/modules/tool/index.ts';
import { createOutboundClient } from '../../../src/platform/http/index.ts';

const summer = new Date('2026-07-01T22:30:00.123Z');

const noPool: McpPool = {
  discover: () => Promise.reject(new Error('no MCP server is called here')),
  call: () => Promise.reject(new Error('no MCP server is called here')),
  close: async () => {},
};

async function invoke(builtin: string, args: Record<string, unknown>): Promise<unknown> {
  const outbound = createOutboundClient({ allow: [] });
  const gateway = createToolGateway({ outbound, mcp: noPool, clock: { now: () => summer } });
  const { result } = await gateway.invoke({
    name: builtin,
    target: { type: 'builtin', builtin },
    arguments: args,
    idempotencyKey: 'key',
    timeoutMs: 1_000,
    signal: new AbortController().signal,
    context: { executionId: 'run', namespace: 'default', agent: 'clerk', step: 'step', attempt: 1 },
  });
  await outbound.close();
  return result;
}

const calculate = async (expression: string) =>
  ((await invoke('calculator', { expression })) as { value: string }).value;

test('each builtin tool has a description and a schema that can be used', () => {
  expect(builtinTools.map(({ name }) => name)).toEqual(['clock', 'calculator']);
  for (const { description, inputSchema } of builtinTools) {
    expect(description).not.toBe('');
    expect(inputSchemaFault(inputSchema)).toBeUndefined();
  }
});

test.each([
  [undefined, '2026-07-01T22:30:00.123Z'],
  ['Europe/Berlin', '2026-07-02T00:30:00.123+02:00'],
  ['America/St_Johns', '2026-07-01T20:00:00.123-02:30'],
  ['Asia/Kathmandu', '2026-07-02T04:15:00.123+05:45'],
])('the clock in %s shows %s', async (timezone, now) => {
  expect(await invoke('clock', timezone ? { timezone } : {})).toEqual({
    now,
    timezone: timezone ?? 'UTC',
    unixMs: summer.getTime(),
  });
  expect(new Date(now).getTime()).toBe(summer.getTime());
});

test('a time zone that does not exist is refused', async () => {
  await expect(invoke('clock', { timezone: 'Mars/Base' })).rejects.toMatchObject({ code: 'TOOL_INPUT_INVALID' });
});

test.each([
  ['0.1 + 0.2', '0.3'],
  ['(19.99 * 3 - 5) / 2', '27.485'],
  ['-2^2', '-4'],
  ['2^-2', '0.25'],
  ['2^3^2', '512'],
  ['3 * -2', '-6'],
  ['-7 % 3', '-1'],
  ['2/3', '0.66666666666666666667'],
  ['1/3 * 3', '1'],
  ['2^200', '1606938044258990275541962092341162602522202993782792835301376'],
  ['10^400/3', '3.3333333333333333333e+399'],
  ['10^-200', '1e-200'],
  ['sqrt(0.0625)', '0.25'],
  ['sqrt(2)', '1.4142135623731'],
  ['round(1.005, 2)', '1.01'],
  ['round(-2.5)', '-3'],
  ['floor(-1.5) + ceil(-1.5)', '-3'],
  ['max(1, 3, 2) - min(1, 3, 2) + abs(-4)', '6'],
  ['round(PI, 4)', '3.1416'],
  ['1.5e3 + .5', '1500.5'],
  ['(-1)^1000001', '-1'],
])('the calculator says %s is %s', async (expression, value) => {
  expect(await calculate(expression)).toBe(value);
});

test.each([
  ['1 / (2 - 2)', /divides by zero/],
  ['0^-1', /divides by zero/],
  ['sqrt(-1)', /not a real number/],
  ['(-8)^0.5', /not a real number/],
  ['9^9^9', /too large/],
  ['1e9999999', /too large/],
  ['1 + ', /ends where a number is expected/],
  ['2 $ 3', /character 3: "\$" means nothing/],
  ['1 2', /should end at character 3/],
  ['(1 + 2', /ends where "\)" is expected/],
  ['constructor(1)', /"constructor" at character 1 is not known/],
  ['sqrt(1, 2)', /takes one argument, not 2/],
  ['('.repeat(500), /nested more than 64 levels/],
  ['1+'.repeat(600), /more than 1000 characters/],
])('the calculator refuses %s', async (expression, message) => {
  await expect(calculate(expression)).rejects.toMatchObject({
    code: 'TOOL_INPUT_INVALID',
    message: expect.stringMatching(message),
  });
});

test('a builtin tool that does not exist fails with the names of those that do', async () => {
  await expect(invoke('telepathy', {})).rejects.toMatchObject({
    code: 'TOOL_FAILED',
    message: 'There is no builtin tool "telepathy". There are clock, calculator.',
  });
});
