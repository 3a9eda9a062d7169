import type { Harness } from '../harness.ts';
import { reach, start } from '../runs.ts';
import { approvalStory, shortStory } from '../story.ts';
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
  };
}

interface WaitingRun {
  name: string;
  approvals: { id: string; name: string; subject: { id: string } | null }[];
}
