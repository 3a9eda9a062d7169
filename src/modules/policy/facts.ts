import { type CelInput, celError, isCelError } from '@bufbuild/cel';
import { normalName, permissionsFor } from './permission.ts';
import { normalSideEffect, type PolicyRequest } from './policy.ts';

/** Arguments larger than this are not looked into: the rule that reads them fails, and so closes. */
const maxNodes = 20_000;
const maxDepth = 64;

const notPartOfCall = celError('not part of this kind of call');

/** What the rules of one decision read, converted once and only as far as a rule asks. */
export interface Facts extends Size {
  readonly bindings: Record<string, CelInput>;
}

interface Size {
  /** Values inside the tool's arguments that were converted so far; deep comparisons are charged with it. */
  nodes: number;
}

/**
 * Whether an evaluation failed only because the rule speaks of something that this kind of call does not have, as a
 * rule about tools does when a model is called. Such a rule does not concern the call; every other failure counts.
 */
export function isUnconcerned(fault: unknown): boolean {
  if (!isCelError(fault) || fault.message !== notPartOfCall.message) return false;
  return !Array.isArray(fault.cause) || fault.cause.every(isUnconcerned);
}

/**
 * The variables of a request. An absent agent, run or subject of the action is null, so that an expression can ask for
 * it; what the action cannot have at all makes the rule unconcerned.
 */
export function factsOf(request: PolicyRequest): Facts {
  const size = { nodes: 0 };
  const { agent, execution, mcpResult } = request;
  const bindings = {
    action: request.action,
    agent: agent ? agentFacts(agent, request.grants) : null,
    tool: request.action === 'tool.call' ? toolFacts(request, size) : absent(),
    model: request.action === 'model.call' ? known({ ...request.model }, request.model) : absent(),
    mcpServer: mcpServerFacts(request),
    mcpResult: mcpResult ? new Map([['injectionScan', new Map([['hit', mcpResult.injectionScan.hit]])]]) : absent(),
    data: dataFacts(request),
    execution: executionFacts(execution),
    replay: request.action === 'execution.replay' ? known({ ...request.replay }, request.replay) : absent(),
    cost: execution ? known({ runUsd: decimal(execution.costUsd) }, execution) : null,
    tokens: execution ? known({ run: runTokens(execution) }, execution) : null,
  };
  return Object.assign(size, { bindings });
}

/** Tokens of a run so far, or undefined when the request does not give whole numbers. */
function runTokens(execution: NonNullable<PolicyRequest['execution']>): bigint | undefined {
  const used = execution.inputTokens + execution.outputTokens;
  return whole(used);
}

function agentFacts(
  { name, labels, roles, allowedTools }: NonNullable<PolicyRequest['agent']>,
  grants: PolicyRequest['grants'],
): CelInput {
  return new Map<string, CelInput>([
    ['name', name],
    ['labels', textMap(labels)],
    ['roles', (roles ?? []).map((role) => role.name)],
    ['allowedTools', (allowedTools ?? []).map(normalName)],
    ['permissions', [...(grants?.permissions ?? [])]],
    ['missingRoles', [...(grants?.missingRoles ?? [])]],
  ]);
}

function toolFacts({ tool, grants }: PolicyRequest, size: Size): CelInput {
  if (!tool) return null;
  const { name, type } = tool;
  const ready: Record<string, CelInput> = {
    name,
    type,
    sideEffect: normalSideEffect(tool.sideEffect),
    operationClasses: [...(tool.operationClasses ?? [])],
    capabilities: [...(tool.capabilities ?? [])],
    isGoverned: grants?.isToolGoverned ?? false,
    needed: permissionsFor(tool),
  };
  return new LateMap(Object.entries(ready), 'arguments', () => fromJson(tool.arguments, size, 0));
}

function mcpServerFacts({ action, tool, mcpServer }: PolicyRequest): CelInput {
  if (mcpServer) return known({ ...mcpServer }, mcpServer);
  // A tool that some MCP server offers, but nobody says which, is not the same as a tool without a server.
  return action === 'tool.call' && tool?.type.toLowerCase() === 'mcp' ? null : absent();
}

function dataFacts({ action, data, tool }: PolicyRequest): CelInput {
  if (data) return new LateMap([], 'text', () => data.text);
  if (action === 'execution.start' || action === 'execution.replay') return absent();
  if (action === 'model.call' || !tool) return null;
  return new LateMap([], 'text', () => JSON.stringify(tool.arguments) ?? '');
}

function executionFacts(execution: PolicyRequest['execution']): CelInput {
  if (!execution) return null;
  const facts = {
    id: execution.id,
    system: execution.system,
    task: execution.task,
    labels: textMap(execution.labels),
    costUsd: decimal(execution.costUsd),
    inputTokens: whole(execution.inputTokens),
    outputTokens: whole(execution.outputTokens),
    toolCalls: whole(execution.toolCalls),
  };
  return known(facts, execution);
}

/** The error stands where a value would: CEL hands it on, and `||` and `&&` still see through it. */
function absent(): CelInput {
  return notPartOfCall as unknown as CelInput;
}

function known(fields: Record<string, CelInput | undefined>, subject: unknown): CelInput {
  if (subject === undefined) return null;
  const entries = Object.entries(fields).filter((entry): entry is [string, CelInput] => entry[1] !== undefined);
  return new Map(entries);
}

function textMap(labels: Record<string, string>): Map<string, CelInput> {
  return new Map(Object.entries(labels));
}

function whole(count: number): bigint | undefined {
  return Number.isSafeInteger(count) ? BigInt(count) : undefined;
}

function decimal(text: string): number | undefined {
  return /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/**
 * JSON as CEL reads it; `size` counts its values. Objects become maps here, since field names such as `constructor` or
 * `$typeName` are data. @throws Error when it is too large to be looked into
 */
export function fromJson(value: unknown, size: Size, depth: number): CelInput {
  size.nodes += 1;
  if (size.nodes > maxNodes || depth > maxDepth) throw new Error('the arguments are too large to be examined');
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map((item) => fromJson(item, size, depth + 1));
  if (typeof value !== 'object' || value === null) return null;
  return new Map(Object.entries(value).map(([key, field]) => [key, fromJson(field, size, depth + 1)]));
}

/** A map with one entry that is worked out when it is first read, and once even when that fails. */
class LateMap extends Map<string, CelInput> {
  readonly #key: string;
  readonly #make: () => CelInput;
  #failure: unknown;

  constructor(ready: [string, CelInput][], key: string, make: () => CelInput) {
    super(ready);
    this.#key = key;
    this.#make = make;
  }

  override get(key: string): CelInput | undefined {
    if (key === this.#key && !super.has(key)) this.#fill();
    return super.get(key);
  }

  #fill(): void {
    if (this.#failure !== undefined) throw this.#failure;
    try {
      this.set(this.#key, this.#make());
    } catch (failure) {
      this.#failure = failure;
      throw failure;
    }
  }
}
