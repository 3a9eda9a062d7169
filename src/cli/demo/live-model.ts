import type { OrreryClient } from '../../client/index.ts';
import type { OfferedModel } from '../../platform/config.ts';
import { applyManifests } from '../apply-manifests.ts';
import { DeleteResourceDocument } from '../documents.ts';

const apiVersion = 'orrery.dev/v1';
const endpointName = 'demo-live-model';
const secretName = 'demo-live-model-key';

/** The endpoint that stands for the environment's model, until it is removed again with its key. */
export interface LiveModel {
  name: string;
  remove(): Promise<void>;
}

/** Applies the model that the environment offers as a ModelEndpoint, with its key as a Secret. @throws OrreryError */
export async function applyLiveModel(client: OrreryClient, offered: OfferedModel): Promise<LiveModel> {
  const remove = async (): Promise<void> => {
    for (const [kind, name] of [['MODEL_ENDPOINT', endpointName] as const, ['SECRET', secretName] as const])
      await client.request(DeleteResourceDocument, { input: { kind, name } });
  };
  await applyManifests(client, { text: JSON.stringify(manifestsOf(offered)), files: [] });
  return { name: endpointName, remove };
}

function manifestsOf({ provider, model, apiKey, baseUrl }: OfferedModel): object[] {
  const secret = {
    apiVersion,
    kind: 'Secret',
    metadata: { name: secretName },
    spec: { values: { value: apiKey } },
  };
  const endpoint = {
    apiVersion,
    kind: 'ModelEndpoint',
    metadata: { name: endpointName },
    spec: {
      provider: provider === 'openai' && baseUrl !== undefined ? 'openai-compatible' : provider,
      model,
      ...(baseUrl === undefined ? {} : { baseUrl: versioned(provider, baseUrl), allowPrivate: true }),
      ...(apiKey === undefined ? {} : { secret: secretName }),
    },
  };
  return apiKey === undefined ? [endpoint] : [secret, endpoint];
}

/** Anthropic's own clients take the base URL without its version, OpenAI's take it with. */
function versioned(provider: OfferedModel['provider'], baseUrl: string): string {
  const bare = baseUrl.replace(/\/+$/, '');
  return provider === 'anthropic' && !bare.endsWith('/v1') ? `${bare}/v1` : bare;
}
