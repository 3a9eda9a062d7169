import {
  inputSchema,
  type KindSpecs,
  kinds,
  parseShape,
  type ResourceKind,
  resourceKinds,
  toJsonObject,
} from '../../kinds/index.ts';
import type { AllKinds, SpokeKind } from '../spoke.ts';
import { secret } from './secret.ts';

/** The hub's own API: its manifests carry the hub spec as it is. It has every kind. */
export const orreryKinds: AllKinds<KindSpecs> = {
  ...(Object.fromEntries(resourceKinds.map((kind) => [kind, hubKind(kind)])) as unknown as AllKinds<KindSpecs>),
  Secret: secret(hubKind('Secret')),
};

function hubKind<K extends ResourceKind>(kind: K): SpokeKind<KindSpecs[K]> {
  const definition = kinds[kind];
  return {
    kindName: kind,
    apiVersion: 'orrery.dev/v1',
    read: (spec) => {
      const parsed = parseShape(definition.shape, spec ?? {});
      return parsed.ok ? { ok: true, value: { normal: toJsonObject(parsed.value), hub: parsed.value } } : parsed;
    },
    inputSchema: () => inputSchema(definition.shape),
    write: (spec) => toJsonObject(spec),
    rules: (spec) => definition.rules(spec),
    keeps: () => false,
  };
}
