import { z } from 'zod';
import { kinds, optionalText, refText, type SecretSpec, strictFields } from '../../kinds/index.ts';
import { defineSpokeKind, someIn, someOf } from '../spoke.ts';
import { asWritten, joch, jochRefs } from './fields.ts';

const dayMs = 86_400_000;

// Strict where the API's other kinds are open: what is not known might be a value, and would be kept in plain text.
const schema = strictFields({
  source: strictFields({ type: optionalText, name: optionalText, key: optionalText }).optional(),
  rotation: strictFields({ policy: optionalText, intervalDays: z.number().min(0).max(36_500).optional() }).optional(),
  scope: strictFields({
    boundTo: strictFields({ models: jochRefs, mcpServers: jochRefs, tools: jochRefs }).prefault({}),
  }).optional(),
});

type Manifest = z.infer<typeof schema>;

/** In this API a Secret only says where its value lives. */
export const secret = defineSpokeKind<SecretSpec, Manifest>({
  kindName: 'Secret',
  apiVersion: joch.ops,
  schema,
  ...asWritten,
  rules: kinds.Secret.rules,
  toHub: ({ source, rotation, scope }) => ({
    source,
    rotation: rotation && { policy: rotation.policy, intervalMs: daysToMs(rotation.intervalDays) },
    scope: scope && { boundTo: namesIn(scope.boundTo) },
  }),
  fromHub: ({ source, rotation, scope }) => ({
    source,
    rotation: rotation && {
      policy: rotation.policy,
      intervalDays: rotation.intervalMs === undefined ? undefined : rotation.intervalMs / dayMs,
    },
    scope: scope && { boundTo: boundTo(scope.boundTo) },
  }),
});

function daysToMs(days: number | undefined): number | undefined {
  return days === undefined ? undefined : Math.round(days * dayMs);
}

function namesIn({ models, mcpServers, tools }: NonNullable<Manifest['scope']>['boundTo']): object {
  return { models: models.map(refText), mcpServers: mcpServers.map(refText), tools: tools.map(refText) };
}

function boundTo({ models, mcpServers, tools }: NonNullable<SecretSpec['scope']>['boundTo']): object | undefined {
  return someIn({ models: someOf(models), mcpServers: someOf(mcpServers), tools: someOf(tools) });
}
