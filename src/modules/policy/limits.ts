import { matchesGlob } from './glob.ts';
import type { PolicyRequest, PolicySpecInput } from './policy.ts';
import type { Call, CompiledRule, RuleMatch } from './rule.ts';

type Limits = PolicySpecInput['limits'];

/** The limits of a policy as rules that deny. How deep and how many children a run may start is for the engine. */
export function limitRules(policy: string, limits: Limits): CompiledRule[] {
  const { blockedTools, allowedModels, maxTokensPerRun } = limits;
  return [
    ...(blockedTools.length > 0
      ? [deny('limits.blockedTools', { 'tool.name': blockedTools }, (call) => blockedTool(policy, blockedTools, call))]
      : []),
    ...(allowedModels.length > 0
      ? [
          deny('limits.allowedModels', { 'model.name': { not: allowedModels } }, (call) =>
            strangeModel(policy, allowedModels, call),
          ),
        ]
      : []),
    ...(typeof maxTokensPerRun === 'number'
      ? [
          deny('limits.maxTokensPerRun', { 'tokens.run': `>=${maxTokensPerRun}` }, (call) =>
            spentTokens(policy, maxTokensPerRun, call),
          ),
        ]
      : []),
  ];
}

function deny(name: string, when: Record<string, unknown>, match: (call: Call) => RuleMatch | null): CompiledRule {
  const described = { when, expression: null, reason: null };
  return { name, effect: 'DENY', approval: null, redact: [], described, match };
}

function blockedTool(policy: string, blocked: string[], { request }: Call): RuleMatch | null {
  if (request.action !== 'tool.call') return null;
  const { tool } = request;
  if (tool && !blocked.some((pattern) => matchesGlob(pattern, tool.name))) return null;
  return {
    reason: tool
      ? `The policy "${policy}" blocks the tool "${tool.name}".`
      : `The policy "${policy}" blocks some tools, and it is not known which tool is called.`,
    fix: "Use another tool, or take this one out of the policy's blocked tools.",
  };
}

function strangeModel(policy: string, allowed: string[], { request }: Call): RuleMatch | null {
  if (request.action !== 'model.call') return null;
  const { model } = request;
  const names = model ? namesOf(model) : [];
  if (names.some((name) => allowed.some((pattern) => matchesGlob(pattern, name)))) return null;
  return {
    reason: `The policy "${policy}" does not allow the model ${model ? `"${model.name}"` : 'that is called'}.`,
    fix: `Use one of: ${allowed.join(', ')}.`,
  };
}

function namesOf({ provider, name, endpoint }: NonNullable<PolicyRequest['model']>): string[] {
  return [endpoint, name, `${provider}:${name}`, `${provider}/${name}`];
}

function spentTokens(policy: string, maxTokens: number, { request }: Call): RuleMatch | null {
  if (request.action !== 'model.call' || !request.execution) return null;
  const used = request.execution.inputTokens + request.execution.outputTokens;
  if (used < maxTokens) return null;
  return {
    reason: `The run has used ${used} tokens, and the policy "${policy}" allows ${maxTokens} per run.`,
    fix: "Start a new run, or raise the policy's tokens per run.",
  };
}
