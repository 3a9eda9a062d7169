import { z } from 'zod';
import {
  type AgentSpec,
  decimal,
  decimalNumber,
  openFields,
  optionalText,
  type Ref,
  someText,
  wholeNumber,
} from '../../kinds/index.ts';
import { defineSpokeKind, someIn } from '../spoke.ts';
import { asWritten, joch, jochRef, jochRefs, refsOrNothing } from './fields.ts';

const framework = openFields({
  adapterRef: jochRef.optional(),
  entrypoint: optionalText,
  pythonModule: optionalText,
  typescriptModule: optionalText,
  image: optionalText,
});

const limit = wholeNumber.optional();

const schema = openFields({
  displayName: optionalText,
  description: optionalText,
  framework: framework.optional(),
  modelRoute: openFields({ routeRef: jochRef.optional() }).optional(),
  modelPolicy: openFields({ allowed: jochRefs }).optional(),
  tools: jochRefs,
  mcpServers: jochRefs,
  memories: z.record(someText, jochRef).default({}),
  ragRefs: jochRefs,
  handoffs: openFields({ allowedAgents: jochRefs }).optional(),
  policies: jochRefs,
  budgets: openFields({
    tokenLimitPerRun: limit,
    costLimitUsdPerDay: decimal.optional(),
    toolCallLimitPerRun: limit,
  }).optional(),
});

export const agent = defineSpokeKind<AgentSpec, z.infer<typeof schema>>({
  kindName: 'Agent',
  apiVersion: joch.core,
  schema,
  ...asWritten,
  toHub: (manifest) => ({
    displayName: manifest.displayName,
    description: manifest.description,
    framework: frameworkToHub(manifest.framework),
    route: manifest.modelRoute?.routeRef,
    model: manifest.modelPolicy?.allowed[0],
    fallbackModels: manifest.modelPolicy?.allowed.slice(1),
    tools: manifest.tools,
    mcpServers: manifest.mcpServers,
    memories: Object.entries(manifest.memories).map(([role, ref]) => ({ role, ref })),
    knowledge: manifest.ragRefs,
    handoffs: manifest.handoffs?.allowedAgents,
    policies: manifest.policies,
    budgets: {
      tokensPerRun: manifest.budgets?.tokenLimitPerRun,
      costUsdPerDay: manifest.budgets?.costLimitUsdPerDay,
      toolCallsPerRun: manifest.budgets?.toolCallLimitPerRun,
    },
  }),
  fromHub: (spec) => ({
    displayName: spec.displayName,
    description: spec.description,
    framework: frameworkFromHub(spec.framework),
    modelRoute: spec.route && { routeRef: spec.route },
    modelPolicy: someIn({ allowed: refsOrNothing(modelsOf(spec)) }),
    tools: refsOrNothing(spec.tools),
    mcpServers: refsOrNothing(spec.mcpServers),
    memories: someIn(Object.fromEntries(spec.memories.map(({ role, ref }) => [role, ref]))),
    ragRefs: refsOrNothing(spec.knowledge),
    handoffs: someIn({ allowedAgents: refsOrNothing(spec.handoffs) }),
    policies: refsOrNothing(spec.policies),
    budgets: budgetsOf(spec),
  }),
});

function frameworkToHub(given: z.infer<typeof framework> | undefined): object | undefined {
  if (given === undefined) return undefined;
  const { adapterRef: adapter, ...code } = given;
  return { adapter, ...code };
}

function frameworkFromHub(spec: AgentSpec['framework']): object | undefined {
  if (spec === undefined) return undefined;
  const { adapter: adapterRef, ...code } = spec;
  return { adapterRef, ...code };
}

function modelsOf({ model, fallbackModels }: AgentSpec): Ref[] {
  return model === undefined ? [] : [model, ...fallbackModels];
}

function budgetsOf({ budgets }: AgentSpec): object | undefined {
  return someIn({
    tokenLimitPerRun: budgets.tokensPerRun,
    costLimitUsdPerDay: budgets.costUsdPerDay === undefined ? undefined : decimalNumber(budgets.costUsdPerDay),
    toolCallLimitPerRun: budgets.toolCallsPerRun,
  });
}
