import { z } from 'zod';
import { inputSchema, isObject, type JsonSchema, parseWith, type SecretSpec, secretKey } from '../../kinds/index.ts';
import { withoutMasked } from '../masked-value.ts';
import type { SpokeKind } from '../spoke.ts';

const given = z.record(secretKey, z.string());

/** The hub's Secret, whose manifests may carry `values`: plain text by key, taken out before anything is stored. */
export function secret(hub: SpokeKind<SecretSpec>): SpokeKind<SecretSpec> {
  return {
    ...hub,
    inputSchema: () => withValues(hub.inputSchema()),
    read: (spec, context) => {
      if (!isObject(spec) || spec['values'] === undefined) return hub.read(spec, context);
      const { values, ...rest } = spec;
      const parsed = parseWith(given, values, ['values']);
      if (!parsed.ok) return parsed;
      const { keys = [] } = rest;
      const whole = Array.isArray(keys) ? [...keys, ...Object.keys(parsed.value)] : keys;
      const reading = hub.read({ ...rest, keys: whole }, context);
      if (!reading.ok) return reading;
      return { ok: true, value: { ...reading.value, secretValues: withoutMasked(parsed.value) } };
    },
  };
}

function withValues(own: JsonSchema): JsonSchema {
  return { ...own, properties: { ...(own['properties'] as JsonSchema), values: inputSchema(given) } };
}
