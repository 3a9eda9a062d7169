import { gateAnswer, gateStep } from '../../src/engine/steps/gate-step.ts';
import { nodeStep, skipStep } from '../../src/engine/steps/node-step.ts';
import { Run } from '../../src/engine/steps/run.ts';
import { interpret } from '../../src/engine/workflow/interpreter.ts';
import {
  type ModelCallSpec,
  RunFailed,
  RunParked,
  type StepPort,
  type ToolAnswer,
  type ToolCallSpec,
} from '../../src/engine/workflow/ports.ts';
import { recordedAnswer, recordedReply, toolText } from '../../src/engine/workflow/recorded.ts';
import type { Approval, ApprovalStore } from '../../src/modules/approval/index.ts';
import type {
  Fence,
  GateStep,
  Graph,
  PlannedExecution,
  Step,
  StepOpening,
  ToolStep,
} from '../../src/modules/execution/index.ts';
import type { Actor } from '../../src/modules/identity/index.ts';
import { Ledger, LedgerStore } from './ledger.ts';

/** What lies outside of a walk. A RunFailed that is thrown is recorded as the failure of the call. */
export interface World {
  /** What a model says; absent for `answer of <node>`. */
  say?(call: ModelCallSpec, signal: AbortSignal): string | Promise<string>;
  /** What a tool gives; absent for `ok`. */
  give?(call: ToolCallSpec, signal: AbortSignal): unknown;
  /** What a person decided at a gate; undefined while nobody has. */
  decide?(gate: GateStep): Decision | undefined;
}

export type Decision = Pick<Approval, 'phase'> & Partial<Pick<Approval, 'comment' | 'decidedBy'>>;

/** How a walk came to rest. */
export type Rest =
  | { kind: 'output'; output: unknown }
  | { kind: 'failed'; code: string; message: string }
  | { kind: 'waits'; wakeAt: Date | null; gates: string[] }
  | { kind: 'cut' };

export interface Work {
  graph: Graph;
  input?: unknown;
  world?: World;
}

const fence: Fence = { executionId: 'exe_1', organizationId: 'org_1', token: 1 };
const execution = {
  ...{ id: 'exe_1', organizationId: 'org_1', namespaceId: 'ns_1', name: 'run', agentId: null, labels: {} },
  ...{ replayMode: null, forkedFromId: null },
} as unknown as PlannedExecution;

/** Walks once over what the ledger holds, as a worker does that takes the run anew. Its nodes and gates are those of the engine. */
export async function walkOnce(ledger: Ledger, { graph, input = 'in', world = {} }: Work): Promise<Rest> {
  const store = new LedgerStore(ledger);
  const run = new Run({
    ...{ execution, fence, source: [], signal: new AbortController().signal, clock: ledger.clock },
    ...{ actor: { principalId: 'prn_1' } as Actor, written: () => undefined },
    store,
    steps: [...ledger.steps.values()].map((step) => structuredClone(step)),
  });
  try {
    return {
      kind: 'output',
      output: await interpret(graph, structuredClone(input), portOf({ ledger, store, world }, run)),
    };
  } catch (error) {
    if (ledger.isCut) return { kind: 'cut' };
    if (error instanceof RunFailed) return { kind: 'failed', code: error.code, message: error.message };
    if (!(error instanceof RunParked)) throw error;
    const gates = [...ledger.steps.values()].filter(({ kind, phase }) => kind === 'GATE' && phase === 'WAITING');
    return { kind: 'waits', wakeAt: error.wakeAt, gates: gates.map(({ key }) => key) };
  }
}

/** Walks until the work is done or waits for somebody who does not decide: times are let pass, and power comes back. */
export async function walk(work: Work, ledger = new Ledger()): Promise<Exclude<Rest, { kind: 'cut' }>> {
  for (let turn = 1; turn <= 100; turn++) {
    const rest = await walkOnce(ledger, work);
    if (rest.kind === 'cut') ledger.powerOn();
    else if (rest.kind !== 'waits') return rest;
    else if (rest.wakeAt) ledger.at = Math.max(ledger.at, rest.wakeAt.getTime());
    else if (!isDecided(ledger, work.world)) return rest;
  }
  throw new Error('The walk does not come to an end.');
}

function isDecided(ledger: Ledger, world: World | undefined): boolean {
  const gates = [...ledger.steps.values()].filter((step): step is GateStep => step.kind === 'GATE' && !step.result);
  return gates.some((gate) => world?.decide?.(gate) !== undefined);
}

/** Where a walk takes place. */
interface Site {
  ledger: Ledger;
  store: LedgerStore;
  world: World;
}

function portOf(site: Site, run: Run): StepPort {
  const { ledger, world } = site;
  const approvals = {
    ofSteps: async (_actor: Actor, [id]: readonly string[]) => {
      const gate = [...ledger.steps.values()].find((step) => step.id === id) as GateStep;
      const decided = world.decide?.(gate) ?? { phase: 'PENDING' as const };
      return [{ id: `apr_${gate.key}`, name: `approval of ${gate.key}`, comment: null, decidedBy: 'ann', ...decided }];
    },
  } as unknown as ApprovalStore;
  const port = (within: Run): StepPort => ({
    model: async (spec) => {
      const say = async (): Promise<object> => ({
        ...{ content: (await world.say?.(spec, within.signal)) ?? `answer of ${spec.node}` },
        ...{ toolCalls: [], finishReason: 'stop' },
      });
      return recordedReply(await called(site, within, { spec, kind: 'MODEL', make: say }));
    },
    tool: async (spec): Promise<ToolAnswer> => {
      const give = async (): Promise<unknown> => (await world.give?.(spec, within.signal)) ?? 'ok';
      return recordedAnswer((await called(site, within, { spec, kind: 'TOOL', make: give })) as ToolStep);
    },
    node: (spec, work) => nodeStep(within, spec, work, { portOf: port }),
    skip: (spec) => skipStep(within, spec),
    received: (key) => {
      const step = within.step(key);
      return step?.kind === 'NODE' ? step.arguments.received : undefined;
    },
    gate: (spec) => gateStep(within, spec),
    asked: (key) => gateAnswer(within, key, approvals),
  });
  return port(run);
}

/** Makes a call as a step: one whose outcome is recorded is not made again. */
async function called(
  { ledger, store }: Site,
  run: Run,
  { spec, kind, make }: { spec: ModelCallSpec | ToolCallSpec; kind: 'MODEL' | 'TOOL'; make(): Promise<unknown> },
): Promise<Step> {
  run.signal.throwIfAborted();
  const recorded = run.settled(spec.key);
  if (recorded) return recorded;
  const opening: StepOpening = {
    ...run.identify(spec.key),
    ...{ key: spec.key, node: spec.node, kind, name: kind, phase: 'RUNNING', resourceId: null, target: {} },
    ...{ arguments: null, sideEffect: null, decision: null, error: null, result: null, isError: false },
    recordedFrom: null,
  };
  await store.openStep(fence, opening, []);
  ledger.call(spec.key, store.life);
  const outcome = await outcomeOf(make, run.signal);
  const settled = store.settled(spec.key, outcome);
  run.remember(settled);
  return settled;
}

async function outcomeOf(make: () => Promise<unknown>, signal: AbortSignal) {
  try {
    const result = await unlessAborted(signal, make());
    return { phase: 'SUCCEEDED' as const, result, error: null };
  } catch (error) {
    if (!(error instanceof RunFailed) || signal.aborted) throw error;
    const { code, message } = error;
    return { phase: 'FAILED' as const, result: null, error: { code, message } };
  }
}

async function unlessAborted<T>(signal: AbortSignal, made: Promise<T>): Promise<T> {
  let onAbort = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort);
  });
  try {
    return await Promise.race([made, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** The text that a model was asked last. */
export function asked({ messages }: Pick<ModelCallSpec, 'messages'>): string {
  return toolText(messages.at(-1)?.content);
}
