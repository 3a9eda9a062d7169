import { OrreryError } from '../../platform/errors.ts';
import type { ModelPricing } from './model.ts';

/** Prices are per million tokens. */
const perTokenDigits = 6;

/** The exact cost of a call; `0` in USD when there are no prices. @throws OrreryError INPUT_INVALID for a price that is no decimal */
export function callCost(
  usage: { inputTokens: number; outputTokens: number },
  pricing: ModelPricing | undefined,
): { amount: string; currency: string } {
  if (!pricing) return { amount: '0', currency: 'USD' };
  const input = parseDecimal(pricing.inputPerMillionTokens);
  const output = parseDecimal(pricing.outputPerMillionTokens);
  const digits = Math.max(input.digits, output.digits);
  const total = scaled(input, digits) * BigInt(usage.inputTokens) + scaled(output, digits) * BigInt(usage.outputTokens);
  return { amount: decimalText(total, digits + perTokenDigits), currency: pricing.currency };
}

/** `units` over ten to the power of `digits`. */
interface Decimal {
  units: bigint;
  digits: number;
}

function parseDecimal(text: string): Decimal {
  const [, whole, fraction = ''] = /^(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole === undefined) {
    throw new OrreryError('INPUT_INVALID', `The price "${text}" is not a decimal.`, {
      fix: 'Write prices such as 0.15 in the model endpoint.',
    });
  }
  return { units: BigInt(whole + fraction), digits: fraction.length };
}

function scaled(value: Decimal, digits: number): bigint {
  return value.units * 10n ** BigInt(digits - value.digits);
}

function decimalText(units: bigint, digits: number): string {
  const text = units.toString().padStart(digits + 1, '0');
  const fraction = text.slice(-digits).replace(/0+$/, '');
  const whole = text.slice(0, -digits);
  return fraction === '' ? whole : `${whole}.${fraction}`;
}
