import { z } from 'zod';
import { moment, optionalText, part, wholeNumber } from './fields.ts';
import { defineKind } from './kind.ts';

const capabilities = part('AdapterCapabilities', 'What a framework can do through its adapter.', {
  toolBinding: z.boolean().optional().describe('Call tools.'),
  mcpBinding: z.boolean().optional().describe('Use MCP servers.'),
  modelRouterBinding: z.boolean().optional().describe('Call models through the router.'),
  streaming: z.boolean().optional().describe('Answer word by word.'),
  a2a: z.boolean().optional().describe('Speak with agents elsewhere.'),
  structuredOutput: z.boolean().optional().describe('Answer in a given structure.'),
  vision: z.boolean().optional().describe('Take pictures.'),
  audio: z.boolean().optional().describe('Take sound.'),
});

const bindings = part('AdapterBindings', 'Where an adapter finds the gateways.', {
  toolGatewayUrl: optionalText.describe('That for tools.'),
  mcpGatewayUrl: optionalText.describe('That for MCP servers.'),
  modelRouterUrl: optionalText.describe('That for models.'),
});

const conformance = part('AdapterConformance', 'How it is known that an adapter works.', {
  suite: optionalText.describe('The tests that it must pass.'),
  lastPassedAt: moment.optional().describe('When it last passed them.'),
});

const shape = part('FrameworkAdapterSpec', 'How agents of a framework are run and bound to the platform.', {
  framework: optionalText.describe('The framework.'),
  description: optionalText.describe('What it is for.'),
  language: optionalText.describe('The language that its agents are written in.'),
  adapterImage: optionalText.describe('The container image of the adapter.'),
  sdkMinVersion: optionalText.describe('The oldest version of the framework that will do.'),
  capabilities: capabilities.prefault({}).describe('What the framework can do through it.'),
  bindings: bindings.prefault({}).describe('Where it finds the gateways.'),
  conformance: conformance.optional().describe('How it is known that it works; null when nothing is said.'),
});

/** How agents of a framework are run. */
export type FrameworkAdapterSpec = z.infer<typeof shape>;

export const frameworkAdapter = defineKind<FrameworkAdapterSpec>({
  kind: 'FrameworkAdapter',
  description: 'What runs agents of one framework.',
  scope: 'CLUSTER',
  plural: 'framework-adapters',
  aliases: ['frameworkadapter', 'frameworkadapters'],
  shape,
  status: part('FrameworkAdapterState', 'How an adapter is used.', {
    agentsBound: wholeNumber.optional().describe('How many agents it runs.'),
  }),
});
