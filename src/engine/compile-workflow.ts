import type { CompileAgent, CompileWork, GraphBudget, ResourceName } from '../modules/execution/index.ts';
import type { Judge } from '../modules/governance/index.ts';
import type { Actor } from '../modules/identity/index.ts';
import type { Modality, ModelTier } from '../modules/model-access/index.ts';
import type { Ref, Resource, ResourceService, WorkflowSpec } from '../modules/resource/index.ts';
import { OrreryError } from '../platform/errors.ts';
import { assertMayStart } from './may-start.ts';
import { fullName, nameText, WorkBinder } from './work-binder.ts';
import { workflowGraph } from './workflow-graph.ts';
import { workflowInput } from './workflow-input.ts';

/** Chooses the endpoint that carries an operation out. @throws OrreryError INPUT_INVALID, MODEL_NOT_FOUND, POLICY_DENIED */
export type ChooseEndpoint = (
  actor: Actor,
  asked: { modality: Modality; model: string | null; tier: ModelTier | null },
) => Promise<ResourceName>;

export interface WorkflowCompilerDeps {
  resources: ResourceService;
  judge: Judge;
  compileAgent: CompileAgent;
  chooseEndpoint: ChooseEndpoint;
}

/** Turns a Workflow, with those that it runs, into the graph that is interpreted. */
export function createWorkflowCompiler(deps: WorkflowCompilerDeps): CompileWork {
  return async (actor, work) => {
    const family = await familyOf(deps.resources, actor, work.name);
    const [workflow] = family;
    if (!workflow) throw missing(work.name);
    const input = workflowInput(workflow.spec, work.input);
    await assertMayStart(deps.judge, actor, { definition: workflow, labels: work.labels });
    const binder = new WorkBinder(deps, { actor, labels: work.labels, family });
    const binding = await binder.bind();
    const { budget } = workflow.spec;
    const bound = budgetOf(budget);
    return {
      kind: work.asPipeline ? 'PIPELINE_RUN' : 'WORKFLOW_RUN',
      definition: { kind: 'Workflow', id: workflow.id, name: workflow.name },
      agentId: null,
      agentName: null,
      namespaceId: workflow.namespaceId,
      graph: { ...workflowGraph(workflow, binding), ...(bound && { budget: bound }) },
      input,
      maxSteps: binder.mostSteps,
      timeoutMs: budget.durationMs ?? null,
    };
  };
}

/** The workflow and all that it runs, itself first. @throws OrreryError RESOURCE_NOT_FOUND, INPUT_INVALID */
async function familyOf(resources: ResourceService, actor: Actor, name: ResourceName): Promise<Resource<'Workflow'>[]> {
  const known = new Map<string, Resource<'Workflow'>>();
  const visit = async (wanted: ResourceName, chain: readonly string[]): Promise<void> => {
    const text = nameText(wanted);
    if (chain.includes(text)) {
      const way = [...chain.slice(chain.indexOf(text)), text].join(' → ');
      throw new OrreryError('INPUT_INVALID', `Workflow ${text} runs itself: ${way}.`, {
        fix: 'Take one of these out of the other.',
      });
    }
    const workflow = known.get(text) ?? (await resources.named(actor, 'Workflow', [wanted]))[0];
    if (!workflow) throw missing(wanted);
    known.set(text, workflow);
    for (const ref of callsIn(workflow.spec)) await visit(fullName(workflow, ref), [...chain, text]);
  };
  await visit(name, []);
  return [...known.values()];
}

function callsIn({ nodes }: WorkflowSpec): Ref[] {
  return Object.values(nodes).flatMap(({ workflow, map, loop }) =>
    [workflow, map?.workflow, loop?.workflow].flatMap((call) => (call ? [call.ref] : [])),
  );
}

function budgetOf({ maxCost, modelCalls, toolCalls }: WorkflowSpec['budget']): GraphBudget | undefined {
  if (maxCost === undefined && modelCalls === undefined && toolCalls === undefined) return undefined;
  return { cost: maxCost ?? null, modelCalls: modelCalls ?? null, toolCalls: toolCalls ?? null };
}

function missing(name: ResourceName): OrreryError {
  return new OrreryError('RESOURCE_NOT_FOUND', `There is no Workflow ${nameText(name)}.`);
}
