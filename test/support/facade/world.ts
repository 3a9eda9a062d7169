import type { Harness } from '../harness.ts';
import { reach, start } from '../runs.ts';
import { approvalStory, shortStory } from '../story.ts';
import { speaker } from '../tasks.ts';
import type { World } from './example.ts';

/** A platform with an agent that asks a person before it pays, and one that answers at once. */
export async function makeWorld(h: Harness): Promise<World> {
  await h.apply(approvalStory);
  await h.apply(shortStory);
  let names = 0;
  return {
    h,
    fresh: (prefix) => `${prefix}-${++names}`,
    async waitingRun() {
      const id = await start(h, 'payer');
      await reach(h, id, 'WAITING');
      const { data } = await h.graphql<{ execution: WaitingRun }>(
        'query ($id: ID!) { execution(id: $id) { name approvals { id name subject { ... on ToolCall { id } } } } }',
        { id },
      );
      const { name, approvals } = data.execution;
      const [approval] = approvals;
      if (!approval?.subject) throw new Error('The run asked nobody.');
      return { id, name, approvalId: approval.id, approvalName: approval.name, toolCallId: approval.subject.id };
    },
    async finishedRun() {
      const id = await start(h, 'greeter');
      await reach(h, id, 'SUCCEEDED');
      const { data } = await h.graphql<{ execution: { name: string } }>(
        'query ($id: ID!) { execution(id: $id) { name } }',
        { id },
      );
      return { id, name: data.execution.name };
    },
    async finishedTask(name) {
      await h.apply(taskOf(name));
      const { resources, identity } = h.platform.parts.services;
      const actor = identity.systemActor();
      const [task] = await resources.named(actor, 'Task', [{ namespace: 'default', name }]);
      if (!task) throw new Error(`The task ${name} was not applied.`);
      await reach(h, (await h.platform.parts.tasks.start(actor, task)).id, 'SUCCEEDED');
    },
  };
}

/** A task of a system of two agents, with all that it names. */
function taskOf(name: string): string {
  return `${speaker('researcher', 'Rain on Monday, sun after.')}${speaker('reporter', 'The week begins wet and ends dry.')}
apiVersion: orloj.dev/v1
kind: AgentSystem
metadata: { name: newsroom }
spec: { agents: [researcher, reporter], graph: { researcher: { edges: [{ to: reporter }] } } }
---
apiVersion: orloj.dev/v1
kind: Task
metadata: { name: ${name} }
spec: { system: newsroom, input: { topic: The weather of this week } }
`;
}

interface WaitingRun {
  name: string;
  approvals: { id: string; name: string; subject: { id: string } | null }[];
}
