import type { Actor } from '../modules/identity/index.ts';
import type { Condition, Resource, ResourceService, SecretRef } from '../modules/resource/index.ts';
import { fails, holds } from './controller.ts';

const defaultKey = 'value';
const type = 'SecretsResolved';

/** Whether the Secrets that a resource names have the keys that it names; nothing when it names none. */
export async function secretsCondition(
  resources: ResourceService,
  actor: Actor,
  about: { resource: Resource; refs: readonly (SecretRef | undefined)[] },
): Promise<Condition[]> {
  const refs = about.refs.filter((ref) => ref !== undefined);
  if (refs.length === 0) return [];
  const wanted = refs.map(({ namespace = about.resource.namespace, name, key = defaultKey }) => {
    return { namespace, name, key };
  });
  const secrets = await resources.named(actor, 'Secret', wanted);
  const missing = wanted.filter(({ namespace, name, key }) => {
    const secret = secrets.find((found) => found.namespace === namespace && found.name === name);
    return !secret?.spec.keys.includes(key);
  });
  if (missing.length === 0) return [holds(type, 'AllFound', 'Every secret value that this names is there.')];
  const names = missing.map(({ namespace, name, key }) => `${key} of Secret ${namespace}/${name}`);
  return [fails(type, 'NotFound', `This names secret values that are not there: ${names.join(', ')}.`)];
}
