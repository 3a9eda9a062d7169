import { capabilityNames, type Resource } from '../src/modules/resource/index.ts';
import { builder } from './builder.ts';
import {
  ModelCapability,
  ModelLimits,
  ModelParameters,
  ModelPricing,
  ModelRouting,
  ScriptedReplyRef,
} from './model-endpoint-parts.ts';
import { Node } from './node.ts';
import { ResourceRef } from './resource.ts';
import { SecretValueRef, secretValueOf } from './secret.ts';
import { entriesOf, TextEntry } from './text-entry.ts';
import { addJournalCursor } from './watchable.ts';

const ModelEndpointSpecRef = builder.objectRef<Resource<'ModelEndpoint'>>('ModelEndpointSpec').implement({
  description: 'How one model behind one provider is reached, what it can do and what it costs.',
});

builder.objectFields(ModelEndpointSpecRef, (t) => ({
  provider: t.string({
    description: 'Whose API is spoken: openai, anthropic, ollama, mock or another.',
    resolve: ({ spec }) => spec.provider,
  }),
  model: t.string({ description: "The model, in the provider's own words.", resolve: ({ spec }) => spec.model }),
  baseUrl: t.string({
    nullable: true,
    description: 'Where the API is; null when the provider needs none.',
    resolve: ({ spec }) => spec.baseUrl,
  }),
  secret: t.field({
    type: SecretValueRef,
    nullable: true,
    description: 'The API key; null when none is named.',
    resolve: (endpoint) => secretValueOf(endpoint.spec.secret, endpoint),
  }),
  options: t.field({
    type: [TextEntry],
    description: 'Settings that only this provider has.',
    resolve: ({ spec }) => entriesOf(spec.options),
  }),
  allowPrivate: t.boolean({
    description: 'Whether it may be called at a private address.',
    resolve: ({ spec }) => spec.allowPrivate,
  }),
}));

builder.objectFields(ModelEndpointSpecRef, (t) => ({
  capabilities: t.field({
    type: [ModelCapability],
    nullable: true,
    description: 'What the model can do; null when nothing is declared. Not acted on yet.',
    resolve: ({ spec: { capabilities } }) => capabilities && capabilityNames.filter((name) => capabilities[name]),
  }),
  limits: t.field({ type: ModelLimits, description: 'What it can take.', resolve: ({ spec }) => spec.limits ?? {} }),
  pricing: t.field({
    type: ModelPricing,
    nullable: true,
    description: 'What it costs; null when no price is declared, and its calls count as free.',
    resolve: ({ spec }) => spec.pricing,
  }),
  parameters: t.field({
    type: ModelParameters,
    description: 'What its calls ask for when the agent says nothing.',
    resolve: ({ spec }) => spec.parameters,
  }),
  routing: t.field({
    type: ModelRouting,
    nullable: true,
    description: 'How routes are to choose it; null when nothing is said.',
    resolve: ({ spec }) => spec.routing,
  }),
  script: t.field({
    type: [ScriptedReplyRef],
    nullable: true,
    description:
      'What the provider mock answers, one reply for each model call of a run; null for all other providers.',
    resolve: ({ spec }) => spec.script,
  }),
}));

export const ModelEndpointRef = builder.objectRef<Resource<'ModelEndpoint'>>('ModelEndpoint').implement({
  description: 'One model behind one provider.',
  interfaces: [ResourceRef, Node],
  fields: (t) => ({
    spec: t.field({ type: ModelEndpointSpecRef, description: 'What it declares.', resolve: (endpoint) => endpoint }),
  }),
});

export const ModelEndpointEdge = builder.edgeObject({
  type: ModelEndpointRef,
  name: 'ModelEndpointEdge',
  description: 'A model endpoint in a list.',
});
export const ModelEndpointConnection = builder.connectionObject(
  { type: ModelEndpointRef, name: 'ModelEndpointConnection', description: 'A page of model endpoints.' },
  ModelEndpointEdge,
);
addJournalCursor(ModelEndpointConnection);
