import type { AgentNode, CompileWork, Graph, NodeRetry, ResourceName } from '../modules/execution/index.ts';
import type { Judge } from '../modules/governance/index.ts';
import type { Actor } from '../modules/identity/index.ts';
import type { Resource, ResourceService } from '../modules/resource/index.ts';
import { OrreryError } from '../platform/errors.ts';
import { compileAgents } from './compile-agent.ts';
import { agentsOf, modeOf, type SystemMode, type SystemRun, systemGraph } from './compile-system.ts';
import { assertMayStart } from './may-start.ts';

/** What systems of agents are compiled with. */
export interface SystemCompilerDeps {
  resources: ResourceService;
  judge: Judge;
  /** How systems work whose manifest leaves it open. */
  mode: SystemMode | 'auto';
}

/** A system that is ready to work. */
export interface CompiledSystem {
  system: Resource<'AgentSystem'>;
  graph: Graph;
  mode: SystemMode;
  /** Model calls that the agent may make that may make most. */
  mostSteps: number;
}

/** How often a branch of a system that is run by itself may come to the same agent. */
const maxTurns = 10;
const once: NodeRetry = { maxAttempts: 1, backoffMs: 0, maxBackoffMs: 0, jitter: 'none', nonRetryable: [] };

/** Turns a system with its agents into the graph that is interpreted. @throws OrreryError RESOURCE_NOT_FOUND, INPUT_INVALID, POLICY_DENIED */
export async function compileSystem(
  { resources, judge, mode }: SystemCompilerDeps,
  actor: Actor,
  about: { name: ResourceName; labels: Record<string, string> } & Omit<SystemRun, 'mode'>,
): Promise<CompiledSystem> {
  const { name, labels, ...run } = about;
  const [system] = await resources.named(actor, 'AgentSystem', [name]);
  if (!system) throw new OrreryError('RESOURCE_NOT_FOUND', `There is no AgentSystem ${name.namespace}/${name.name}.`);
  const named = agentsOf(system);
  if (named.size === 0) throw new OrreryError('INPUT_INVALID', `AgentSystem ${system.name} has no agents.`);
  const compiled = await compileAgents(actor, [...named.values()], { resources, judge, labels });
  const agents = new Map(
    [...named.keys()].map((key, index) => {
      const { node, timeoutMs } = compiled[index] ?? missing(key);
      return [key, { node: asSystemAgent(node), timeoutMs }];
    }),
  );
  const chosen = mode === 'auto' ? modeOf(system.spec) : mode;
  const mostSteps = Math.max(...[...agents.values()].map(({ node }) => node.maxSteps));
  return { system, graph: systemGraph(system, agents, { ...run, mode: chosen }), mode: chosen, mostSteps };
}

/** Compiles systems that are run by themselves, without a task. */
export function createSystemCompiler(deps: SystemCompilerDeps): CompileWork {
  return async (actor, { name, labels, input }) => {
    const inbox = { task: `${name.namespace}/${name.name}`, input: textsOf(input) };
    const { system, graph, mostSteps } = await compileSystem(deps, actor, {
      ...{ name, labels, inbox, maxTurns },
      retry: once,
    });
    await assertMayStart(deps.judge, actor, { definition: system, labels });
    return {
      kind: 'TASK_RUN',
      definition: { kind: 'AgentSystem', id: system.id, name: system.name },
      agentId: null,
      agentName: null,
      namespaceId: system.namespaceId,
      graph,
      input,
      maxSteps: mostSteps,
      timeoutMs: null,
    };
  };
}

/** What agents are told besides: the members of an object as texts, or else the input as their topic. */
function textsOf(input: unknown): Record<string, string> {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return { topic: textOf(input) };
  return Object.fromEntries(Object.entries(input).map(([name, value]) => [name, textOf(value)]));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** In a system a refused call ends the agent's work, and an agent that may take no further step gives what it said last. */
function asSystemAgent(node: AgentNode): AgentNode {
  return { ...node, onDenied: 'fail', onStepLimit: 'answer' };
}

function missing(name: string): never {
  throw new Error(`The agent ${name} was not compiled.`);
}
