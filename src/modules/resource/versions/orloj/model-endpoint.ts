import { z } from 'zod';
import {
  inAnyCase,
  kinds,
  type ModelEndpointSpec,
  optionalText,
  orBlank,
  providerAliases,
  providerName,
  readings,
  scriptedReply,
  secretRefText,
  someText,
  textMap,
} from '../../kinds/index.ts';
import { defineSpokeKind, someIn } from '../spoke.ts';
import { apiVersion, keeps, orlojFields, secretRefName } from './fields.ts';

const providers = ['mock', 'openai', 'openai-compatible', 'anthropic', 'azure-openai', 'ollama', 'bedrock'] as const;

const provider = z
  .preprocess(
    (value) => (typeof value === 'string' ? providerName(value) || undefined : value),
    z.enum(providers).optional(),
  )
  .register(readings, { reads: () => orBlank(inAnyCase([...providers, ...providerAliases.keys()])) });

const options = textMap.transform((given) =>
  Object.fromEntries(Object.entries(given).map(([key, value]) => [key.trim().toLowerCase(), value])),
);

const schema = orlojFields({
  provider,
  base_url: optionalText,
  default_model: someText,
  options,
  auth: orlojFields({ secretRef: secretRefName }).prefault({}),
  allowPrivate: z.boolean().optional(),
  script: z.array(scriptedReply).optional(),
});

export const modelEndpoint = defineSpokeKind<ModelEndpointSpec, z.infer<typeof schema>>({
  kindName: 'ModelEndpoint',
  apiVersion,
  schema,
  keeps,
  rules: kinds.ModelEndpoint.rules,
  pathNames: { baseUrl: 'base_url' },
  toHub: (manifest) => ({
    provider: manifest.provider,
    model: manifest.default_model,
    baseUrl: manifest.base_url,
    secret: manifest.auth.secretRef,
    options: manifest.options,
    allowPrivate: manifest.allowPrivate,
    script: manifest.script,
  }),
  fromHub: (spec) => ({
    provider: providerOf(spec),
    base_url: spec.baseUrl,
    default_model: spec.model,
    options: someIn(spec.options),
    auth: { secretRef: spec.secret && secretRefText(spec.secret) },
    allowPrivate: spec.allowPrivate,
    script: spec.script,
  }),
});

// A provider that this API has no word for is, to its clients, some endpoint that speaks a known dialect.
function providerOf(spec: ModelEndpointSpec): string {
  return providers.find((word) => word === spec.provider) ?? 'openai-compatible';
}
