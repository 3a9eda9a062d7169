import {
  type Activation,
  activationsOf,
  type ModelStep,
  type Step,
  userText,
  wholeOf,
} from '../modules/execution/index.ts';
import type { Resource } from '../modules/resource/index.ts';
import type { TaskFacts } from './task-details.ts';

const maxValueBytes = 262_144;

/** What came of a task, by the names that Orloj has for it. */
export function taskOutput(task: Resource<'Task'>, facts: TaskFacts): Record<string, string> {
  const activations = activationsOf(facts.steps).filter(({ step }) => step.phase === 'SUCCEEDED');
  const isSequential = wholeOf(facts.steps) !== undefined;
  const totals = tokensOf(facts.steps);
  const common = {
    system: task.spec.system?.name ?? '',
    tokens_used_total: String(totals.used),
    tokens_estimated_total: String(totals.estimated),
  };
  const own = isSequential ? sequentialOutput(task, activations, facts) : messagesOutput(activations);
  return Object.fromEntries(Object.entries({ ...common, ...own }).map(([name, value]) => [name, bounded(value)]));
}

function sequentialOutput(
  task: Resource<'Task'>,
  activations: readonly Activation[],
  { execution }: TaskFacts,
): Record<string, string> {
  const agents = activations.flatMap((activation, index) =>
    Object.entries(agentFacts(activation)).map(([name, value]) => [`agent.${index + 1}.${name}`, value]),
  );
  return {
    priority: task.spec.priority,
    topic: task.spec.input['topic'] ?? '',
    execution_order: activations.map(({ name }) => name).join(','),
    result: userText(execution.output),
    agents_executed: String(activations.length),
    ...Object.fromEntries(agents),
  };
}

function agentFacts({ step, name, calls }: Activation): Record<string, string> {
  const tokens = tokensOf(calls);
  const model = calls.find((call): call is ModelStep => call.kind === 'MODEL');
  return {
    name,
    model: model?.target.model ?? '',
    steps: String(calls.filter(({ kind }) => kind === 'MODEL').length),
    tool_calls: String(calls.filter(({ kind }) => kind === 'TOOL').length),
    memory_writes: '0',
    duration_ms: String(step.latencyMs ?? 0),
    estimated_tokens: String(tokens.estimated),
    tokens_used: String(tokens.used),
    token_usage_source: tokens.source,
    last_event: userText(step.result?.output),
  };
}

function messagesOutput(activations: readonly Activation[]): Record<string, string> {
  const entry = activations.find(({ step }) => step.arguments.received.some(({ from }) => from === null));
  const last = [...activations].sort(byEnd).at(-1);
  const facts = last && agentFacts(last);
  return {
    'runtime.mode': 'message-driven',
    'runtime.entry_agent': entry?.name ?? '',
    result: 'executed',
    last_agent: last?.name ?? '',
    last_event: facts?.['last_event'] ?? '',
    last_output: facts?.['last_event'] ?? '',
    last_duration_ms: facts?.['duration_ms'] ?? '0',
    last_tool_calls: facts?.['tool_calls'] ?? '0',
    last_steps: facts?.['steps'] ?? '0',
    last_tokens_used: facts?.['tokens_used'] ?? '0',
    last_estimated_tokens: facts?.['estimated_tokens'] ?? '0',
    last_token_usage_source: facts?.['token_usage_source'] ?? '',
  };
}

function byEnd(a: Activation, b: Activation): number {
  return (a.step.finishedAt?.getTime() ?? 0) - (b.step.finishedAt?.getTime() ?? 0);
}

/** Tokens of model calls: in all, those that we estimated, and who counted them. */
function tokensOf(steps: readonly Step[]): { used: number; estimated: number; source: string } {
  const calls = steps.filter((step): step is ModelStep => step.kind === 'MODEL' && step.phase === 'SUCCEEDED');
  const sum = (of: readonly ModelStep[]): number =>
    of.reduce((all, { inputTokens, outputTokens }) => all + inputTokens + outputTokens, 0);
  const estimated = calls.filter(({ usageSource }) => usageSource?.toLowerCase() !== 'provider');
  const isMixed = estimated.length > 0 && estimated.length < calls.length;
  const source = calls.length === 0 ? 'unknown' : isMixed ? 'mixed' : estimated.length > 0 ? 'estimated' : 'provider';
  return { used: sum(calls), estimated: sum(estimated), source };
}

/** As much of a text as one output may be long. */
function bounded(text: string): string {
  const bytes = Buffer.from(text);
  return bytes.length <= maxValueBytes ? text : bytes.subarray(0, maxValueBytes).toString('utf8');
}
