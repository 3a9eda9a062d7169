import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Controller, Reconciler } from '../../../src/controllers/index.ts';
import { ReconcileService, ReconcileStore, type ResourceKind } from '../../../src/modules/resource/index.ts';
import { createLogger } from '../../../src/platform/log.ts';
import { type Harness, harness } from '../../support/harness.ts';

let h: Harness;
let queue: ReconcileService;
const stops: (() => Promise<void>)[] = [];
const systemActor = (organizationId: string) => h.platform.parts.services.identity.systemActor(organizationId);

beforeAll(async () => {
  h = await harness({ stopWith: (stop) => stops.push(stop) });
  const { bus, database } = h.platform.store;
  queue = new ReconcileService({ store: new ReconcileStore(database.db), systemActor, bus });
});
afterAll(async () => {
  for (const stop of stops) await stop();
});

const agent = (name: string, namespace: string, prompt = 'Help.') =>
  JSON.stringify({
    apiVersion: 'orrery.dev/v1',
    kind: 'Agent',
    metadata: { name, namespace },
    spec: { model: 'mock', prompt },
  });
const model = (namespace: string) =>
  JSON.stringify({
    apiVersion: 'orrery.dev/v1',
    kind: 'ModelEndpoint',
    metadata: { name: 'mock', namespace },
    spec: { provider: 'mock', model: 'mock' },
  });

/** A controller of agents that writes down whom it looked at, and the reconciler that runs it. */
function watcher(reconcile: (name: string) => Promise<void> = async () => undefined) {
  const looked: string[] = [];
  const controller: Controller<ResourceKind> = {
    kind: 'Agent',
    reconcile: async (_actor, { name, generation }) => {
      looked.push(name);
      await reconcile(name);
      return { conditions: [{ type: 'Seen', status: 'True', reason: 'Seen', message: `Generation ${generation}.` }] };
    },
  };
  const { bus } = h.platform.store;
  const reconciler = new Reconciler({
    queue,
    controllers: [controller],
    systemActor,
    bus,
    log: createLogger('silent'),
  });
  return { looked, reconciler };
}

async function seen(namespace: string): Promise<{ name: string; message: string | undefined }[]> {
  const { data } = await h.graphql<{
    agents: { edges: { node: { name: string; conditions: { type: string; message: string }[] } }[] };
  }>(
    'query ($namespace: String!) { agents(first: 100, namespace: $namespace) { edges { node { name conditions { type message } } } } }',
    { namespace },
  );
  return data.agents.edges.map(({ node }) => ({
    name: node.name,
    message: node.conditions.find(({ type }) => type === 'Seen')?.message,
  }));
}

async function allSeen(namespace: string, count: number, message = 'Generation 1.'): Promise<void> {
  const isSeen = async () => (await seen(namespace)).filter((agent) => agent.message === message).length === count;
  await vi.waitUntil(isSeen, { timeout: 10_000, interval: 20 });
}

test('two processes share the work, and each resource is looked at once', async () => {
  const names = Array.from({ length: 80 }, (_, at) => `agent-${at}`);
  await h.apply([model('shared'), ...names.map((name) => agent(name, 'shared'))].join('\n---\n'));
  const [one, other] = [watcher(), watcher()];
  one.reconciler.start();
  other.reconciler.start();
  await allSeen('shared', names.length);
  await Promise.all([one.reconciler.stop(), other.reconciler.stop()]);
  expect([...one.looked, ...other.looked].sort()).toEqual([...names].sort());
  expect(Math.min(one.looked.length, other.looked.length)).toBeGreaterThan(0);
});

test('what a process had claimed when it died is taken by another once its lease is over', async () => {
  await h.apply([model('dead'), agent('left', 'dead')].join('\n---\n'));
  const claims = await queue.claim(['Agent'], { limit: 10, leaseMs: 700 });
  expect(claims.map(({ resource }) => resource.name)).toEqual(['left']);
  expect(await queue.claim(['Agent'], { limit: 10, leaseMs: 700 })).toEqual([]);
  const { looked, reconciler } = watcher();
  reconciler.start();
  await allSeen('dead', 1);
  await reconciler.stop();
  expect(looked).toEqual(['left']);
  // The first comes back to life: what it found is about a claim that is over.
  const stale = { conditions: [{ type: 'Seen', status: 'True', reason: 'Seen', message: 'Long ago.' }] } as const;
  await queue.settle(claims.map((claim) => ({ claim, found: stale, afterMs: null, keepAttempts: false })));
  expect(await seen('dead')).toEqual([{ name: 'left', message: 'Generation 1.' }]);
});

test('a change while a resource is looked at voids the finding, and the change is looked at', async () => {
  let isChanged = false;
  const { looked, reconciler } = watcher(async () => {
    if (isChanged) return;
    isChanged = true;
    await h.apply(agent('moving', 'moved', 'Help more.'));
  });
  await h.apply([model('moved'), agent('moving', 'moved')].join('\n---\n'));
  reconciler.start();
  await allSeen('moved', 1, 'Generation 2.');
  await reconciler.stop();
  expect(looked).toEqual(['moving', 'moving']);
});

test('a controller that fails is asked again, and what was known stays', async () => {
  let tries = 0;
  const { reconciler } = watcher(async () => {
    tries += 1;
    if (tries === 1) throw new Error('not now');
  });
  await h.apply([model('failing'), agent('unlucky', 'failing')].join('\n---\n'));
  reconciler.start();
  await allSeen('failing', 1);
  await reconciler.stop();
  expect(tries).toBe(2);
});

test('a thousand resources are looked at in a number of statements that does not grow with them one for one', async () => {
  const names = Array.from({ length: 999 }, (_, at) => `many-${at}`);
  await h.apply([model('many'), ...names.map((name) => agent(name, 'many'))].join('\n---\n'));
  const { reconciler } = watcher();
  const { statements } = await h.countStatements(async () => {
    reconciler.start();
    await vi.waitUntil(async () => (await queue.dueInMs(['Agent'])) === null, { timeout: 20_000, interval: 50 });
    await reconciler.stop();
  });
  expect(statements.filter((text) => /resource_reconcile/.test(text)).length).toBeLessThan(300);
});
