import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import { OrreryError } from '../../platform/errors.ts';
import { calculate, maxExpressionLength } from './calculator.ts';
import { timeIn } from './time-in.ts';

/** A tool that comes with this program. */
export interface BuiltinTool {
  name: string;
  description: string;
  /** JSON Schema of the arguments. */
  inputSchema: Record<string, unknown>;
  /** Answers at once; the arguments follow the schema. @throws OrreryError TOOL_INPUT_INVALID */
  run(args: Record<string, unknown>, clock: Clock): unknown;
}

const clockInput = z.object({ timezone: z.string().optional() });
const calculatorInput = z.object({ expression: z.string() });

/** Every builtin tool, with what a Tool resource without a description or a schema gets. */
export const builtinTools: readonly BuiltinTool[] = [
  {
    name: 'clock',
    description: 'Tells the current date and time, in UTC or in the given time zone.',
    inputSchema: {
      type: 'object',
      properties: {
        timezone: {
          type: 'string',
          maxLength: 64,
          description: 'IANA name such as Europe/Berlin. UTC when not given.',
        },
      },
      additionalProperties: false,
    },
    run: (args, clock) => timeIn(clockInput.parse(args).timezone ?? 'UTC', clock.now()),
  },
  {
    name: 'calculator',
    description:
      'Computes an arithmetic expression exactly where that is possible: + - * / ^ % and parentheses, the functions sqrt, abs, min, max, round(x, decimals), floor and ceil, the constants pi and e.',
    inputSchema: {
      type: 'object',
      properties: {
        expression: {
          type: 'string',
          minLength: 1,
          maxLength: maxExpressionLength,
          description: 'For example (19.99 * 3 - 5) / 2 or round(sqrt(2), 4).',
        },
      },
      required: ['expression'],
      additionalProperties: false,
    },
    run: (args) => ({ value: calculate(calculatorInput.parse(args).expression) }),
  },
];

/** @throws OrreryError TOOL_FAILED naming the builtin tools */
export function builtinTool(name: string): BuiltinTool {
  const tool = builtinTools.find((candidate) => candidate.name === name);
  if (tool) return tool;
  throw new OrreryError(
    'TOOL_FAILED',
    `There is no builtin tool "${name}". There are ${builtinTools.map((known) => known.name).join(', ')}.`,
    {
      fix: 'Correct the builtin of the Tool.',
    },
  );
}
