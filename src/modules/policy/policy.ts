/** What a rule does with what it matches: `MODIFY` lets it pass redacted, `REQUIRE_APPROVAL` waits for a person. */
export type PolicyEffect = 'ALLOW' | 'DENY' | 'REQUIRE_APPROVAL' | 'MODIFY';

/** What a decision comes from: what somebody wrote down, an agent's own list of tools, or a person at a gate. */
export type PolicySource = 'POLICY' | 'PERMISSION' | 'ALLOW_LIST' | 'GATE';

/** What policies are asked about. */
export type PolicyAction = 'model.call' | 'tool.call' | 'execution.start' | 'execution.replay';

/** What a `when` key is compared with: plain equality, a comparison such as `>5`, a glob, or a list meaning any of. */
export type WhenValue = string | number | boolean | string[];

/** Who may approve, for how long the question stays open, and what silence means. */
export interface PolicyApproval {
  approvers: string[];
  timeoutMs: number | null;
  onTimeout: 'DENIED' | 'APPROVED';
}

/** One rule as it is written in a policy. */
export interface PolicyRuleInput {
  name: string;
  /** Conditions by key; all of them must hold. Empty, and without an expression, the rule always matches. */
  when: Record<string, WhenValue>;
  /** A CEL expression of at most 4 kB that must give true besides. */
  expression?: string | null;
  effect: PolicyEffect;
  reason?: string | null;
  approval?: { approvers: string[]; timeoutMs?: number | null; onTimeout: 'DENIED' | 'APPROVED' } | null;
  /** For MODIFY: dotted paths and names of patterns; empty means every pattern that is known. */
  redact: string[];
}

/** What a policy says: whom it applies to, its rules in order, and limits, which count as rules that deny. */
export interface PolicySpecInput {
  applyMode: 'scoped' | 'global';
  appliesTo: { matchLabels: Record<string, string>; agents: string[]; systems: string[]; tasks: string[] };
  rules: PolicyRuleInput[];
  limits: {
    maxTokensPerRun?: number | null;
    allowedModels: string[];
    blockedTools: string[];
    maxChildDepth?: number | null;
    maxChildTasks?: number | null;
  };
  combining: 'deny_wins' | 'first_match';
}

/** One version of a policy. The same id and version always mean the same spec; a draft needs a version of its own. */
export interface PolicyInput {
  id: string;
  name: string;
  namespace: string;
  /** The generation as text: `v3`. */
  version: string;
  spec: PolicySpecInput;
}

/** What is about to happen. Absent parts are unknown, and rules that deny treat the unknown as a match. */
export interface PolicyRequest {
  action: PolicyAction;
  namespace: string;
  agent?: {
    name: string;
    labels: Record<string, string>;
    /** The roles that it names, which need not exist. */
    roles?: readonly { namespace: string; name: string }[];
    /** Tools that it may call whatever its roles permit. */
    allowedTools?: readonly string[];
  };
  tool?: {
    name: string;
    sideEffect: string;
    type: string;
    arguments: unknown;
    operationClasses?: readonly string[];
    capabilities?: readonly string[];
  };
  /** What the roles of the agent come to; worked out by the rulebook. */
  grants?: {
    permissions: readonly string[];
    missingRoles: readonly string[];
    /** Whether a tool permission is about calls of the tool by this agent. */
    isToolGoverned: boolean;
  };
  model?: { provider: string; name: string; endpoint: string; tier?: string };
  mcpServer?: { name: string; trustScore?: number; schemaDrift?: boolean };
  mcpResult?: { injectionScan: { hit: boolean } };
  execution?: {
    id?: string;
    labels: Record<string, string>;
    /** Spent so far, a decimal as text: `0.0421`. */
    costUsd: string;
    inputTokens: number;
    outputTokens: number;
    toolCalls: number;
    /** The agent system and the task that the run belongs to, for policies that apply to those by name. */
    system?: string;
    task?: string;
  };
  /** How a run is replayed, in the words of `replayExecution`: RECORDED, LIVE or LIVE_WITH_SIDE_EFFECTS. */
  replay?: { mode: string };
  /** The text that is about to be sent; read only when a rule asks. A tool call without it uses its arguments as JSON. */
  data?: { readonly text: string };
}

/** What one policy said. `effect` is NO_MATCH when none of its rules matched. */
export interface PolicyEvaluation {
  policyId: string;
  policyVersion: string;
  matchedRule: string | null;
  effect: string;
}

/** The answer to a request, fit to be stored and shown. */
export interface PolicyDecision {
  effect: PolicyEffect;
  /** What kind of thing decided; null when nothing objected. */
  source: PolicySource | null;
  policyId: string | null;
  policyName: string | null;
  policyVersion: string | null;
  rule: string | null;
  /** Why, in one sentence for a person. */
  reason: string;
  /** What to change so that it would be allowed, when that is known. */
  fix: string | null;
  approval: PolicyApproval | null;
  /** What to redact before going on, in declared order; also while an approval is required. Empty with DENY. */
  redact: string[];
  /** Every policy that was looked at. */
  evaluated: PolicyEvaluation[];
}

/** Levels of side effect, in the spelling that rules and requests are brought to before they are compared. */
export const sideEffects = [
  'READ_ONLY',
  'LOCAL_WRITE',
  'EXTERNAL_WRITE',
  'FINANCIAL',
  'COMMUNICATION',
  'CODE_EXECUTION',
  'PRIVILEGED',
] as const;

/** `external_write` and `External-Write` are `EXTERNAL_WRITE`. */
export function normalSideEffect(text: string): string {
  return text.trim().toUpperCase().replaceAll('-', '_');
}

export function isSideEffect(text: string): boolean {
  return sideEffects.some((level) => level === text);
}
