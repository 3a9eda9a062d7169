import fc from 'fast-check';
import { count, labels, manifests, name, refTexts, sealedValues, some, text, words } from './arbitraries.ts';

const script = fc.array(
  some({
    text,
    delayMs: count,
    toolCalls: fc.array(some({ name, arguments: fc.constant({ city: 'Ulm' }) }, ['name'])),
  }),
  { maxLength: 2 },
);

export const orreryManifests = {
  Agent: manifests(
    'orrery.dev/v1',
    'Agent',
    some(
      {
        model: fc.record({ name }),
        memories: fc.uniqueArray(some({ role: name, ref: name, allow: words }, ['role', 'ref']), {
          selector: (memory) => memory.role,
          maxLength: 3,
        }),
        tools: refTexts,
        handoffs: refTexts,
        limits: some({ timeoutMs: count }),
        budgets: some({ costUsdPerDay: fc.constantFrom('1.50', '0.0000001') }),
        parameters: some({ temperature: fc.constant(0.2), maxOutputTokens: count }),
      },
      ['model'],
    ),
  ),
  ModelEndpoint: manifests(
    'orrery.dev/v1',
    'ModelEndpoint',
    some({ provider: fc.constant('mock'), model: text, script, parameters: some({ maxOutputTokens: count }) }, [
      'provider',
      'model',
    ]),
  ),
  Tool: manifests(
    'orrery.dev/v1',
    'Tool',
    fc.oneof(
      some({ type: fc.constant('builtin'), builtin: fc.constantFrom('clock', 'calculator') }, ['type', 'builtin']),
      some({
        url: text,
        headers: fc.dictionary(name, text),
        allowPrivate: fc.boolean(),
        sideEffect: fc.constant('FINANCIAL'),
        mcp: fc.record({ server: name, tool: name }),
      }),
      some({ type: fc.constant('wasm'), wasm: some({ module: text, fuel: count }, ['module']) }, ['type', 'wasm']),
    ),
  ),
  McpServer: manifests(
    'orrery.dev/v1',
    'McpServer',
    some({ transport: fc.constant('stdio'), command: text, allowPrivate: fc.boolean(), toolFilter: words }, [
      'transport',
      'command',
    ]),
  ),
  SealedSecret: manifests(
    'orrery.dev/v1',
    'SealedSecret',
    some({ encryptedData: sealedValues, template: some({ labels, annotations: labels }) }, ['encryptedData']),
  ),
  Secret: manifests('orrery.dev/v1', 'Secret', some({ keys: words, values: fc.dictionary(name, text) })),
  Policy: manifests(
    'orrery.dev/v1',
    'Policy',
    some({
      description: text,
      applyMode: fc.constantFrom('scoped', 'global'),
      appliesTo: some({ matchLabels: labels, agents: words, systems: words }),
      combining: fc.constantFrom('deny_wins', 'first_match'),
      rules: fc.uniqueArray(
        some(
          {
            name,
            expression: fc.constant('cost.runUsd > 5.0'),
            effect: fc.constantFrom('ALLOW', 'DENY', 'REQUIRE_APPROVAL', 'MODIFY'),
            approval: some({ timeoutMs: count }),
            reason: text,
            redact: fc.constant(['email']),
          },
          ['name', 'effect', 'redact'],
        ),
        { selector: (rule) => rule.name, maxLength: 3 },
      ),
    }),
  ),
};
