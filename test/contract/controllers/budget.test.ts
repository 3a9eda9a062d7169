import { expect, test, vi } from 'vitest';
import { harness } from '../../support/harness.ts';
import { reach, start } from '../../support/runs.ts';

const budget = (limit: string) => `
apiVersion: ops.joch.dev/v1alpha1
kind: Budget
metadata: { name: purse }
spec: { limits: { dailyUsd: ${limit}, perRunUsd: 0.1 } }
`;

test('the status of a budget tells what was spent of it, in the words of each API', async () => {
  const h = await harness({ controllers: true });
  await h.apply(`
apiVersion: orrery.dev/v1
kind: ModelEndpoint
metadata: { name: dear }
spec:
  provider: mock
  model: dear
  pricing: { outputPerMillionTokens: "100" }
  script: [{ text: Hello., usage: { inputTokens: 10, outputTokens: 900 } }]
---
apiVersion: orrery.dev/v1
kind: Agent
metadata: { name: greeter }
spec: { prompt: "Greet.", model: dear }
`);
  const show = async () => {
    const { data } = await h.graphql<{ budget: { status: Record<string, unknown>; manifest: { status: object } } }>(
      `{ budget(name: "purse") { manifest(apiVersion: "ops.joch.dev/v1alpha1")
        status { phase daySpentUsd monthSpentUsd recentRuns { overSoftLimit overHardLimit } } } }`,
    );
    return data.budget;
  };
  await h.apply(budget('5'));
  const nothing = { phase: 'READY', daySpentUsd: '0', monthSpentUsd: '0' };
  await vi.waitUntil(async () => (await show()).status['daySpentUsd'] === '0', { timeout: 10_000, interval: 20 });
  expect((await show()).status).toMatchObject({ ...nothing, recentRuns: { overSoftLimit: 0, overHardLimit: 0 } });
  await reach(h, await start(h, 'greeter'), 'SUCCEEDED');
  await h.apply(budget('6'));
  await vi.waitUntil(async () => (await show()).status['daySpentUsd'] === '0.09', { timeout: 10_000, interval: 20 });
  const { status, manifest } = await show();
  expect(status).toMatchObject({ monthSpentUsd: '0.09', recentRuns: { overSoftLimit: 1, overHardLimit: 0 } });
  expect(manifest.status).toMatchObject({
    daySpentUsd: 0.09,
    monthSpentUsd: 0.09,
    recentRuns: { overSoftLimit: 1, overHardLimit: 0 },
  });
});
