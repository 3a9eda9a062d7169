import { type KindSpecs, kinds, parseShape, type ResourceKind, toJsonObject } from '../../kinds/index.ts';
import type { SpokeKind, SpokeKinds } from '../spoke.ts';
import { secret } from './secret.ts';

/** The hub's own API: its manifests carry the hub spec as it is. */
export const orreryKinds: SpokeKinds<KindSpecs> = {
  Agent: hubKind('Agent'),
  ModelEndpoint: hubKind('ModelEndpoint'),
  Tool: hubKind('Tool'),
  McpServer: hubKind('McpServer'),
  Secret: secret(hubKind('Secret')),
  Policy: hubKind('Policy'),
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
    write: (spec) => toJsonObject(spec),
    rules: (spec) => definition.rules(spec),
    keeps: () => false,
  };
}
