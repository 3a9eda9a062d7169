import { z } from 'zod';
import {
  capabilityNames,
  currencyText,
  decimal,
  decimalNumber,
  isObject,
  type ModelEndpointSpec,
  openFields,
  optionalText,
  providerText,
  readings,
  scriptedReply,
  someText,
  unlessEmpty,
  wholeNumber,
  wordList,
  wordOf,
} from '../../kinds/index.ts';
import { defineSpokeKind, someIn, someOf } from '../spoke.ts';
import { asWritten, joch, jochSecretRef } from './fields.ts';

const count = wholeNumber.optional();
const flags = z.partialRecord(z.enum(capabilityNames), z.boolean());

const capabilities = z
  .preprocess((value) => (isObject(value) ? knownFlags(value) : value), flags)
  .register(readings, {
    reads: () => ({
      type: 'object',
      properties: Object.fromEntries(capabilityNames.map((name) => [name, { type: ['boolean', 'null'] }])),
    }),
  });

const schema = openFields({
  provider: providerText,
  model: someText,
  endpoint: openFields({ type: wordOf(['hosted', 'local']), baseUrl: optionalText }).optional(),
  auth: openFields({ secretRef: jochSecretRef.optional() }).optional(),
  capabilities: capabilities.optional(),
  limits: openFields({
    contextWindowTokens: count,
    maxOutputTokens: count,
    requestsPerMinute: count,
    tokensPerMinute: count,
  }).optional(),
  pricing: openFields({
    currency: unlessEmpty(currencyText),
    inputPerMillionTokens: decimal.optional(),
    outputPerMillionTokens: decimal.optional(),
  }).optional(),
  defaultParameters: openFields({
    temperature: z.number().min(0).optional(),
    topP: z.number().min(0).max(1).optional(),
    reasoningEffort: optionalText,
  }).optional(),
  routing: openFields({
    priority: z.int32().optional(),
    regions: wordList,
    fallbackPolicy: z.enum(['on_error', 'on_error_or_budget']).optional(),
  }).optional(),
  script: z.array(scriptedReply).optional(),
});

type Manifest = z.infer<typeof schema>;

export const modelEndpoint = defineSpokeKind<ModelEndpointSpec, Manifest>({
  kindName: 'Model',
  apiVersion: joch.model,
  schema,
  ...asWritten,
  toHub: (manifest) => ({
    provider: manifest.provider,
    model: manifest.model,
    baseUrl: manifest.endpoint?.baseUrl,
    // A model that is called local is one that the operator expects on a private address.
    allowPrivate: manifest.endpoint?.type === undefined ? undefined : manifest.endpoint.type === 'local',
    secret: manifest.auth?.secretRef,
    capabilities: manifest.capabilities,
    limits: manifest.limits,
    pricing: manifest.pricing,
    parameters: manifest.defaultParameters,
    routing: manifest.routing,
    script: manifest.script,
  }),
  fromHub: (spec) => ({
    provider: spec.provider,
    model: spec.model,
    endpoint: { type: spec.allowPrivate ? 'local' : 'hosted', baseUrl: spec.baseUrl },
    auth: spec.secret && { secretRef: spec.secret },
    capabilities: spec.capabilities,
    limits: spec.limits,
    pricing: pricingOf(spec.pricing),
    defaultParameters: parametersOf(spec.parameters),
    routing: spec.routing && { ...spec.routing, regions: someOf(spec.routing.regions) },
    script: spec.script,
  }),
});

function knownFlags(value: object): object {
  const names: readonly string[] = capabilityNames;
  return Object.fromEntries(Object.entries(value).filter(([name, flag]) => flag !== null && names.includes(name)));
}

function pricingOf(pricing: ModelEndpointSpec['pricing']): object | undefined {
  return (
    pricing && {
      currency: pricing.currency,
      inputPerMillionTokens: decimalNumber(pricing.inputPerMillionTokens),
      outputPerMillionTokens: decimalNumber(pricing.outputPerMillionTokens),
    }
  );
}

function parametersOf({ temperature, topP, reasoningEffort }: ModelEndpointSpec['parameters']): object | undefined {
  return someIn({ temperature, topP, reasoningEffort });
}
