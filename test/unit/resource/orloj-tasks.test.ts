import { describe, expect, test } from 'vitest';
import { kinds, type TaskSpec } from '../../../src/modules/resource/kinds/index.ts';
import { renderManifest, renderUnseen, toHub } from '../../../src/modules/resource/manifest/index.ts';
import { faultsOf, manifest, shown, specOf, version } from './orloj-manifests.ts';
import { stored } from './stored-resource.ts';

const task = {
  mode: 'run',
  priority: 'normal',
  retry: { max_attempts: 1, backoff: '0s' },
  message_retry: { max_attempts: 1, backoff: '0s', max_backoff: '24h', jitter: 'full' },
  requirements: {},
};
const generic = {
  profile: 'generic',
  secret_ref: 'key',
  signature_header: 'X-Signature',
  signature_prefix: 'sha256=',
  timestamp_header: 'X-Timestamp',
  max_skew_seconds: 300,
  payload_separator: '.',
};
const webhook = {
  task_ref: 'it',
  auth: generic,
  idempotency: { event_id_header: 'X-Event-Id', dedupe_window_seconds: 86_400 },
  payload: { mode: 'raw', input_key: 'webhook_payload' },
};

test.each([
  { kind: 'Task', given: {}, with: task },
  {
    kind: 'TaskSchedule',
    given: { task_ref: 'it', schedule: '0 9 * * 1-5' },
    with: {
      task_ref: 'it',
      schedule: '0 9 * * 1-5',
      time_zone: 'UTC',
      starting_deadline_seconds: 300,
      concurrency_policy: 'forbid',
      successful_history_limit: 10,
      failed_history_limit: 3,
    },
  },
  { kind: 'TaskWebhook', given: { task_ref: 'it', auth: { secret_ref: 'key' } }, with: webhook },
  { kind: 'Worker', given: {}, with: { capabilities: {}, max_concurrent_tasks: 1 } },
  { kind: 'Memory', given: {}, with: { auth: {} } },
])('a $kind of which little is said shows its defaults and its empty structures', ({ kind, given, with: spec }) => {
  expect(shown(kind, given)).toEqual(spec);
});

test('a status of which nothing was reported shows nothing that is empty', () => {
  const statusOf = (kind: string, spec: object) => renderManifest(stored(toHub(manifest(kind, spec))), version);
  expect(statusOf('Task', {})['status']).toEqual({ phase: 'Pending' });
  expect(statusOf('Worker', {})['status']).toEqual({ phase: 'Pending' });
});

describe('Task', () => {
  test.each([
    [{ retry: { max_attempts: 3, backoff: '5s' } }, { max_attempts: 3, backoff: '5s' }],
    [
      { retry: { max_attempts: 3, backoff: '5s' }, message_retry: { max_attempts: 2 } },
      { max_attempts: 2, backoff: '5s' },
    ],
    [
      { retry: { max_attempts: -1 }, message_retry: { max_attempts: 0 } },
      { max_attempts: 1, backoff: '0s' },
    ],
  ])('messages are tried as the task is where nothing else is said: %j', (given, retry) => {
    expect(shown('Task', given)).toMatchObject({ message_retry: { ...retry, max_backoff: '24h', jitter: 'full' } });
  });

  test('words are taken in any case, fields in camelCase, and a system may lie elsewhere', () => {
    const spec = specOf<TaskSpec>('Task', {
      system: 'labs/research',
      mode: 'Template',
      maxTurns: 4,
      message_retry: { jitter: 'EQUAL', nonRetryable: ['quota', 'Quota'] },
    });
    expect(spec).toMatchObject({
      system: { namespace: 'labs', name: 'research' },
      mode: 'template',
      maxTurns: 4,
      messageRetry: { jitter: 'equal', nonRetryable: ['quota'] },
    });
    expect(kinds.Task.references(spec)).toEqual([
      { path: 'system', kind: 'AgentSystem', namespace: 'labs', name: 'research' },
    ]);
  });

  test.each([
    [{ mode: 'dry' }, 'spec.mode must be one of run, template.'],
    [{ max_turns: -1 }, 'spec.max_turns must be at least 0.'],
    [{ retry: { backoff: 5 } }, 'spec.retry.backoff must be a duration with units, such as 300ms, 30s or 1h30m.'],
    [{ retry: { max_attempts: 1.5 } }, 'spec.retry.max_attempts must be a whole number, not a number.'],
    [{ message_retry: { jitter: 'some' } }, 'spec.message_retry.jitter must be one of none, full, equal.'],
    [{ input: { topic: 1 } }, 'spec.input.topic must be text, not a number.'],
  ])('%j is refused once, where it stands', (spec, fault) => {
    expect(faultsOf('Task', spec)).toEqual([fault]);
  });
});

describe('TaskSchedule', () => {
  const least = { task_ref: 'labs/it', schedule: '* * * * *' };

  test('it names its template, and zero means the default', () => {
    const given = { ...least, starting_deadline_seconds: 0, failed_history_limit: 0, time_zone: '' };
    expect(shown('TaskSchedule', given)).toMatchObject({ starting_deadline_seconds: 300, failed_history_limit: 3 });
    expect(kinds.Schedule.references(specOf('TaskSchedule', given))).toEqual([
      { path: 'task', kind: 'Task', namespace: 'labs', name: 'it' },
    ]);
  });

  test.each([
    [{ task_ref: '' }, 'spec.task_ref is required, or an agent, a workflow or an action.'],
    [{ schedule: undefined }, 'spec.schedule is required, or a length of time or a moment.'],
    [
      { schedule: '@daily' },
      'spec.schedule must have five fields: minute, hour, day of month, month and day of week; or six, with the second before them.',
    ],
    [
      { schedule: '0 * * * * *' },
      'spec.schedule must have five fields: minute, hour, day of month, month and day of week.',
    ],
    [{ time_zone: 'UTC+02:00' }, 'spec.time_zone must be a time zone of the IANA database, such as Europe/Berlin.'],
    [{ time_zone: 'Mars/Olympus' }, 'spec.time_zone must be a time zone of the IANA database, such as Europe/Berlin.'],
    [{ time_zone: '+01:00' }, 'spec.time_zone must be a time zone of the IANA database, such as Europe/Berlin.'],
    [{ concurrency_policy: 'allow' }, 'spec.concurrency_policy must be one of forbid.'],
    [{ starting_deadline_seconds: -1 }, 'spec.starting_deadline_seconds must be at least 0.'],
    [{ starting_deadline_seconds: 0.5 }, 'spec.starting_deadline_seconds must be a whole number of seconds.'],
  ])('%j is refused', (spec, fault) => {
    expect(faultsOf('TaskSchedule', { ...least, ...spec })).toEqual([fault]);
  });
});

describe('TaskWebhook', () => {
  const hmac = { profile: 'hmac', secret_ref: 'key', signature_header: 'X-Sign' };
  const withAuth = (auth: object) => ({ task_ref: 'it', auth });

  test.each([
    [
      { profile: 'github', secret_ref: 'key' },
      { signature_header: 'X-Hub-Signature-256', signature_prefix: 'sha256=' },
      { event_id_header: 'X-GitHub-Delivery', dedupe_window_seconds: 259_200 },
    ],
    [
      { ...hmac, profile: 'HMAC' },
      { algorithm: 'sha256', payload_format: 'body', signature_encoding: 'hex', header_format: 'plain' },
      { event_id_header: 'X-Event-Id', dedupe_window_seconds: 86_400 },
    ],
    [
      { ...hmac, profile: 'shared_token' },
      { signature_header: 'X-Sign' },
      { event_id_header: 'X-Event-Id', dedupe_window_seconds: 86_400 },
    ],
  ])('the profile of %j brings its defaults', (auth, own, idempotency) => {
    const profile = auth.profile.toLowerCase();
    const signed = profile === 'github' ? {} : { signature_header: 'X-Sign' };
    const rest = { max_skew_seconds: 300, payload_separator: '.' };
    expect(shown('TaskWebhook', withAuth(auth))).toEqual({
      ...webhook,
      auth: { profile, secret_ref: 'key', ...signed, ...own, ...rest },
      idempotency,
    });
  });

  test('what is said stands before what the profile brings', () => {
    const given = { ...withAuth({ secret_ref: 'key', signature_header: 'X-Mine', timestamp_header: '' }) };
    const idempotency = { event_id_header: 'X-Mine-Id', dedupe_window_seconds: 60 };
    expect(shown('TaskWebhook', { ...given, idempotency })).toMatchObject({
      auth: { ...generic, signature_header: 'X-Mine' },
      idempotency,
    });
  });

  test('a template has the defaults of a task, and what it names is known', () => {
    const given = { task_template: { system: 'research' }, auth: { secret_ref: 'labs/key:token' } };
    expect(shown('TaskWebhook', given)).toMatchObject({ task_template: { system: 'research', ...task } });
    expect(kinds.TaskWebhook.references(specOf('TaskWebhook', given))).toEqual([
      { path: 'taskTemplate.system', kind: 'AgentSystem', name: 'research' },
      { path: 'auth.secret', kind: 'Secret', namespace: 'labs', name: 'key' },
    ]);
  });

  test.each([
    [{ task_ref: 'it' }, 'spec.auth.secret_ref is required.'],
    [{ auth: { secret_ref: 'key' } }, 'spec.task_ref is required unless a template is given.'],
    [
      { ...withAuth({ secret_ref: 'key' }), task_template: { system: 's' } },
      'spec.task_template must not be given beside another task: one of the two is the template.',
    ],
    [{ task_template: {}, auth: { secret_ref: 'key' } }, 'spec.task_template.system is required.'],
    [
      withAuth({ profile: 'basic', secret_ref: 'key' }),
      'spec.auth.profile must be one of generic, github, hmac, shared_token.',
    ],
    [withAuth({ ...hmac, signature_header: '' }), 'spec.auth.signature_header is required for the profile hmac.'],
    [
      withAuth({ profile: 'shared_token', secret_ref: 'key' }),
      'spec.auth.signature_header is required for the profile shared_token.',
    ],
    [
      withAuth({ ...hmac, payload_format: 'timestamp_dot_body' }),
      'spec.auth.timestamp_header is required when a timestamp is signed.',
    ],
    [withAuth({ ...hmac, header_format: 'kv_pairs' }), 'spec.auth.signature_key is required for a header of pairs.'],
    [
      withAuth({ ...hmac, header_format: 'kv_pairs', signature_key: 's', payload_format: 'prefix_timestamp_body' }),
      'spec.auth.timestamp_key is required for a header of pairs when a timestamp is signed.',
    ],
    [withAuth({ ...hmac, algorithm: 'md5' }), 'spec.auth.algorithm must be one of sha256, sha1, sha512.'],
    [withAuth({ ...generic, max_skew_seconds: -1 }), 'spec.auth.max_skew_seconds must be at least 0.'],
    [
      { ...webhook, idempotency: { dedupe_window_seconds: -1 } },
      'spec.idempotency.dedupe_window_seconds must be at least 0.',
    ],
    [{ ...webhook, payload: { mode: 'json' } }, 'spec.payload.mode must be one of raw.'],
  ])('%j is refused', (spec, fault) => {
    expect(faultsOf('TaskWebhook', spec)).toEqual([fault]);
  });

  test('its address is in its first answer, in every later one, and no report hides it', () => {
    // The first 12 bytes of the SHA-256 of `default/it`.
    const endpointID = 'a842e4b5cba72943f3123452';
    const address = { endpointID, endpointPath: `/v1/webhook-deliveries/${endpointID}` };
    const resource = stored(toHub(manifest('TaskWebhook', webhook)));
    expect(renderUnseen(resource, version)['status']).toEqual({ phase: 'Pending', ...address });
    expect(renderManifest(resource, version)['status']).toEqual({ phase: 'Pending', ...address });
    const statuses = { [version]: { phase: 'Error', endpointID: 'gone', acceptedCount: 2 } };
    expect(renderManifest({ ...resource, statuses }, version)['status']).toEqual({
      phase: 'Error',
      acceptedCount: 2,
      ...address,
    });
    expect(renderManifest(resource, 'orrery.dev/v1')['status']).toMatchObject({ endpointId: endpointID });
  });
});

test('a worker may do one task at once and more, and its models are named once', () => {
  const given = { region: 'eu', capabilities: { gpu: true, supported_models: ['a', ' A '] }, max_concurrent_tasks: -2 };
  expect(shown('Worker', given)).toEqual({
    region: 'eu',
    capabilities: { gpu: true, supported_models: ['a'] },
    max_concurrent_tasks: 1,
  });
});

test('whatever is said of a memory is taken, as only its controller knows whether it works', () => {
  const given = { type: 'vector', provider: 'pgvector', embedding_model: 'labs/small', auth: { secretRef: 'dsn:url' } };
  expect(faultsOf('Memory', given)).toEqual([]);
  expect(shown('Memory', given)).toEqual(given);
  const joch = renderManifest(stored(toHub(manifest('Memory', given))), 'joch.dev/v1alpha1');
  expect(joch).toMatchObject({
    apiVersion: 'memory.joch.dev/v1alpha1',
    spec: {
      type: 'vector',
      backend: {
        type: 'pgvector',
        embeddingModelRef: { namespace: 'labs', name: 'small' },
        connectionSecretRef: { name: 'dsn', key: 'url' },
      },
    },
  });
});
