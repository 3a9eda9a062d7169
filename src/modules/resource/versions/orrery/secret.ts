import { z } from 'zod';
import { isObject, parseWith, type SecretSpec, secretKey } from '../../kinds/index.ts';
import { withoutMasked } from '../masked-value.ts';
import type { SpokeKind } from '../spoke.ts';

const given = z.record(secretKey, z.string());

/** The hub's Secret, whose manifests may carry `values`: plain text by key, taken out before anything is stored. */
export function secret(hub: SpokeKind<SecretSpec>): SpokeKind<SecretSpec> {
  return {
    ...hub,
    read: (spec, context) => {
      if (!isObject(spec) || spec['values'] === undefined) return hub.read(spec, context);
      const { values, ...rest } = spec;
      const parsed = parseWith(given, values, ['values']);
      if (!parsed.ok) return parsed;
      const keys = Array.isArray(rest['keys']) ? rest['keys'] : [];
      const reading = hub.read({ ...rest, keys: [...keys, ...Object.keys(parsed.value)] }, context);
      if (!reading.ok) return reading;
      return { ok: true, value: { ...reading.value, secretValues: withoutMasked(parsed.value) } };
    },
  };
}
