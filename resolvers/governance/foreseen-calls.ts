import { builder } from '../../schema/builder.ts';
import { ForeseenCallRef } from '../../schema/foreseen-call.ts';
import type { Loaders } from '../../schema/loaders.ts';
import { isOfKind, loadNamed, nameOf } from '../../schema/reference.ts';
import { ResourceChangeRef } from '../../schema/resource-change.ts';
import type { AgentReach } from '../../src/modules/governance/index.ts';
import { keyText, placesOf, type Ref, type Resource, type ResourceKind } from '../../src/modules/resource/index.ts';

builder.objectField(ResourceChangeRef, 'foreseen', (t) =>
  t.field({
    type: [ForeseenCallRef],
    description:
      'Of an agent: what would be said of the start of its runs and of each call of a model or a tool that it names, with all that is written together in force. Tools of whole MCP servers are not among them. Empty for other kinds.',
    complexity: { field: 10, multiplier: 5 },
    resolve: async ({ resource, together = [resource] }, _args, { actor, loaders, services }) => {
      if (!isOfKind(resource, 'Agent')) return [];
      const reach = await reachOf(resource, { loaders, together });
      return services.governance.foresee(actor, { agent: resource, reach, drafts: together });
    },
  }),
);

/** Where an agent finds what it names: among what is written with it first, then among what is there. */
interface World {
  loaders: Loaders;
  together: readonly Resource[];
}

async function reachOf(agent: Resource<'Agent'>, world: World): Promise<AgentReach> {
  const { model, fallbackModels, tools } = agent.spec;
  const named = [...(model ? [model] : []), ...fallbackModels];
  const find = <K extends ResourceKind>(kind: K, refs: readonly Ref[]) =>
    Promise.all(refs.map((ref) => findNamed(world, kind, nameOf(ref, agent))));
  const [models, found] = await Promise.all([find('ModelEndpoint', named), find('Tool', tools)]);
  return { models: models.filter((one) => one !== null), tools: found.filter((one) => one !== null) };
}

async function findNamed<K extends ResourceKind>(
  { loaders, together }: World,
  kind: K,
  name: { namespace: string; name: string },
): Promise<Resource<K> | null> {
  const places = new Set(placesOf(kind, name.namespace).map((namespace) => keyText({ ...name, kind, namespace })));
  const written = together.find((one) => places.has(keyText(one)));
  if (written !== undefined && isOfKind(written, kind)) return written;
  return loadNamed(loaders, kind, name);
}
