import { z } from 'zod';
import { milliseconds, optionalText, strictFields, wordList } from './fields.ts';
import { defineKind } from './kind.ts';

/** The name of one value in a Secret. */
export const secretKey = z
  .string()
  .regex(/^[^\s:/\p{Cc}]{1,253}$/u, { error: 'must be a name without spaces, colons, slashes or control characters' });

const source = strictFields({ type: optionalText, name: optionalText, key: optionalText });
const rotation = strictFields({ policy: optionalText, intervalMs: milliseconds.optional() });
const scope = strictFields({
  boundTo: strictFields({ models: wordList, mcpServers: wordList, tools: wordList }).prefault({}),
});

const shape = strictFields({
  keys: z.array(secretKey).default([]).transform(sortedOnce),
  source: source.optional(),
  rotation: rotation.optional(),
  scope: scope.optional(),
});

/** Which values a Secret holds and where they come from; never the values. */
export type SecretSpec = z.infer<typeof shape>;

export const secret = defineKind<SecretSpec>({
  kind: 'Secret',
  description: 'Values that are sealed and never shown.',
  plural: 'secrets',
  aliases: ['secret', 'secrets'],
  hasController: true,
  shape,
  rules: () => [],
  references: () => [],
});

function sortedOnce(keys: string[]): string[] {
  return [...new Set(keys)].sort();
}
