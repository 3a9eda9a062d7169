import { expect, test } from 'vitest';
import { Breakers } from '../../../src/modules/model/index.ts';
import { OrreryError } from '../../../src/platform/errors.ts';

function clockAt(startMs: number) {
  let nowMs = startMs;
  const pass = (ms: number): void => {
    nowMs += ms;
  };
  return { now: () => new Date(nowMs), pass };
}

const outage = new OrreryError('MODEL_UNAVAILABLE', 'down');

function fail(breakers: Breakers, times: number, error: unknown = outage): void {
  for (let n = 0; n < times; n++) breakers.enter('e')?.settle(error);
}

test('three failures within a minute open a breaker, two and an older one do not', () => {
  const clock = clockAt(1_000_000);
  const breakers = new Breakers(clock);
  fail(breakers, 1);
  clock.pass(60_000);
  fail(breakers, 2);
  expect(breakers.view('e')).toMatchObject({ state: 'closed', failures: 2, isBlocked: false });
  fail(breakers, 1);
  expect(breakers.view('e')).toMatchObject({ state: 'open', failures: 3, isBlocked: true });
  expect(breakers.enter('e')).toBeUndefined();
});

test('after its cooldown one call at a time goes through, and a good one closes the breaker', () => {
  const clock = clockAt(0);
  const breakers = new Breakers(clock);
  fail(breakers, 3);
  clock.pass(60_000);
  expect(breakers.view('e')).toMatchObject({ state: 'half_open', isBlocked: false });
  const probe = breakers.enter('e');
  expect(breakers.enter('e')).toBeUndefined();
  probe?.settle();
  expect(breakers.view('e')).toMatchObject({ state: 'closed', failures: 0 });
  expect(breakers.enter('e')).toBeDefined();
});

test('each probe that fails doubles the cooldown, up to 15 minutes', () => {
  const clock = clockAt(0);
  const breakers = new Breakers(clock);
  fail(breakers, 3);
  const waits: number[] = [];
  for (let n = 0; n < 6; n++) {
    const { opensAgainAt } = breakers.view('e');
    waits.push(((opensAgainAt?.getTime() ?? 0) - clock.now().getTime()) / 1_000);
    clock.pass((waits.at(-1) ?? 0) * 1_000);
    fail(breakers, 1);
  }
  expect(waits).toEqual([60, 120, 240, 480, 900, 900]);
});

test('a provider that wants to be paid stays shut out until somebody resets its breaker', () => {
  const clock = clockAt(0);
  const breakers = new Breakers(clock);
  fail(breakers, 1, new OrreryError('MODEL_REFUSED', 'pay', { facts: { status: 402 } }));
  clock.pass(24 * 3_600_000);
  expect(breakers.view('e')).toMatchObject({ state: 'open', isPaymentTripped: true, opensAgainAt: null });
  breakers.reset('e');
  expect(breakers.enter('e')).toBeDefined();
});

test('what the caller did wrong, and a caller who left, say nothing against the provider', () => {
  const breakers = new Breakers(clockAt(0));
  fail(breakers, 5, new OrreryError('MODEL_REFUSED', 'billing is a word of the caller', { facts: { status: 400 } }));
  fail(breakers, 5, new OrreryError('MODEL_RATE_LIMITED', 'slow down', { facts: { status: 429 } }));
  fail(breakers, 5, new DOMException('left', 'AbortError'));
  expect(breakers.view('e')).toMatchObject({ state: 'closed', failures: 0 });
});

test('a probe whose caller left gives its place to the next', () => {
  const clock = clockAt(0);
  const breakers = new Breakers(clock);
  fail(breakers, 3);
  clock.pass(60_000);
  breakers.enter('e')?.settle(new DOMException('left', 'AbortError'));
  expect(breakers.enter('e')).toBeDefined();
});
