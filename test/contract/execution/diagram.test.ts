import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Harness, harness } from '../../support/harness.ts';
import { reach, start } from '../../support/runs.ts';
import { approvalStory } from '../../support/story.ts';

let h: Harness;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  h = await harness({ stopWith: (stop) => stops.push(stop) });
  await h.apply(approvalStory);
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

test('an agent, a system of agents and a run are drawn as Mermaid', async () => {
  await h.apply(`
apiVersion: orrery.dev/v1
kind: AgentSystem
metadata: { name: desk }
spec: { agents: [payer], graph: { payer: {} } }
`);
  const id = await start(h, 'payer');
  await reach(h, id, 'WAITING');
  const { data, errors } = await h.graphql<Record<string, { diagram: string }>>(
    `query ($id: ID!) { agent(name: "payer") { diagram(format: MERMAID) }
      agentSystem(name: "desk") { diagram } execution(id: $id) { diagram } }`,
    { id },
  );
  expect(errors).toBeUndefined();
  expect(data['agent']?.diagram).toBe(`flowchart TD
  n1(["payer"])
  n2{{"story-model"}}
  n3[["sum"]]
  n4[["pay"]]
  n1 -.->|"model"| n2
  n1 -.->|"tool"| n3
  n1 -.->|"tool"| n4
`);
  expect(data['agentSystem']?.diagram).toBe('flowchart TD\n  n1(["payer"])\n');
  expect(data['execution']?.diagram).toContain('n1(["payer<br/>default#47;story-model"]):::waiting');
  expect(data['execution']?.diagram).toContain('  classDef waiting fill:#fff8c5');
});
