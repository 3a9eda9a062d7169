import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterAll, beforeAll } from 'vitest';
import type { Finding } from '../../../src/controllers/controller.ts';
import { SealedSecretController } from '../../../src/controllers/sealed-secret-controller.ts';
import type { Resource } from '../../../src/modules/resource/index.ts';
import { type Harness, harness } from '../../support/harness.ts';
import { type PublicSealingKey, type SealedEntry, type SealedFor, sealEntry } from '../../support/sealer.ts';
import { openAiEndpoint, upstreamFor } from '../model-access/endpoints.ts';

/** A SealedSecret to apply. */
interface Sealed {
  name: string;
  encryptedData: Record<string, SealedEntry>;
  template?: object;
}

/** A Secret as the graph shows it. */
interface ShownSecret {
  resourceVersion: string;
  labels: { key: string; value: string }[];
  annotations: { key: string; value: string }[];
  spec: { keys: string[] };
}

interface Answer {
  __typename: string;
  message?: string;
}

/** What tests of sealed secrets do, all in the namespace `default`. */
export interface SealedWorld {
  platform(): Harness;
  /** The deployment's key, as its API tells it. */
  key(): PublicSealingKey;
  /** Everything that was logged so far. */
  logged: string[];
  seal(value: string, place: SealedFor): SealedEntry;
  /** The SealedSecret of this name. */
  find(name: string): Promise<Resource<'SealedSecret'>>;
  /** Lets the controller look at the SealedSecret of this name, or at one as it was. */
  reconcile(which: string | Resource<'SealedSecret'>): Promise<Finding>;
  /** Applies a SealedSecret of one value, and lets its controller look at it. */
  sealed(name: string, value: string): Promise<Finding>;
  secret(name: string): Promise<ShownSecret | null>;
  /** What a model is sent as the key of an endpoint that names this Secret; the endpoint is called `<name>-model`. */
  usedBy(name: string): Promise<string | undefined>;
  /** Deletes the SealedSecret of this name, unless the input says otherwise. */
  remove(name: string, input?: object): Promise<Answer>;
  applied(manifests: string): Promise<Answer>;
}

/** The manifest of a SealedSecret. */
export function manifestOf({ name, encryptedData, template }: Sealed): string {
  const spec = { encryptedData, ...(template && { template }) };
  return JSON.stringify({ apiVersion: 'orloj.dev/v1', kind: 'SealedSecret', metadata: { name }, spec });
}

/** A platform of its own for the tests of a file. */
export function sealedWorld(): SealedWorld {
  let h: Harness;
  let key: PublicSealingKey;
  const logged: string[] = [];
  const stops: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    h = await harness({
      role: { api: true, worker: false },
      environment: { ORRERY_LISTEN: 'orloj=0' },
      stopWith: (stop) => stops.push(stop),
      log: pino({ level: 'trace' }, sinkInto(logged)),
    });
    const headers = { authorization: `Bearer ${h.adminToken}` };
    const response = await fetch(`${h.platform.listeners['orloj']}/v1/sealing-key/public`, { headers });
    key = (await response.json()) as PublicSealingKey;
  });
  afterAll(() => Promise.all(stops.map((stop) => stop())));

  const world: SealedWorld = {
    platform: () => h,
    key: () => key,
    logged,
    seal: (value, place) => sealEntry(key, value, place),
    async find(name) {
      const { resources, identity } = h.platform.parts.services;
      const at = { kind: 'SealedSecret', namespace: 'default', name } as const;
      const [found] = await resources.findKeys(identity.systemActor(), [at]);
      if (!found) throw new Error(`There is no SealedSecret ${name}.`);
      return found as Resource<'SealedSecret'>;
    },
    async reconcile(which) {
      const { services } = h.platform.parts;
      const resource = typeof which === 'string' ? await world.find(which) : which;
      return new SealedSecretController(services).reconcile(services.identity.systemActor(), resource);
    },
    async sealed(name, value) {
      await h.apply(manifestOf({ name, encryptedData: { value: sealEntry(key, value, { name }) } }));
      return world.reconcile(name);
    },
    async secret(name) {
      const { data } = await h.graphql<{ secret: ShownSecret | null }>(secretQuery, { name });
      return data.secret;
    },
    async usedBy(name) {
      const upstream = await upstreamFor({ replies: [{ text: 'ok' }] });
      const model = `${name}-model`;
      await h.apply(openAiEndpoint(model, upstream, `, secret: { name: ${name} }`));
      await h.graphql(
        'mutation ($model: String!) { callModel(input: { model: $model, prompt: "Hi" }) { __typename } }',
        { model },
      );
      return upstream.requests[0]?.headers['authorization'];
    },
    async remove(name, input = {}) {
      const { data } = await h.graphql<{ deleteResource: Answer }>(
        'mutation ($input: DeleteResourceInput!) { deleteResource(input: $input) { __typename } }',
        { input: { kind: 'SEALED_SECRET', name, ...input } },
      );
      return data.deleteResource;
    },
    async applied(manifests) {
      const { data } = await h.graphql<{ applyManifests: Answer }>(applyMutation, { manifests });
      return data.applyManifests;
    },
  };
  return world;
}

const secretQuery = `query ($name: String!) { secret(name: $name) {
  resourceVersion labels { key value } annotations { key value } spec { keys } } }`;

const applyMutation = `mutation ($manifests: String!) { applyManifests(input: { manifests: $manifests }) {
  __typename ... on Failure { message } } }`;

function sinkInto(lines: string[]): Writable {
  return new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
}
