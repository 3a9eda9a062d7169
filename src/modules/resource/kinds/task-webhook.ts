import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Fault } from './fault.ts';
import { filledIn, moment, optionalText, part, secondsOr, wholeNumber, withBlanks, words } from './fields.ts';
import { isObject } from './json.ts';
import { defineKind } from './kind.ts';
import { refTo, secretRefField } from './ref.ts';
import { taskShape } from './task.ts';

const profiles = {
  generic: 'HMAC-SHA256 over a timestamp, a dot and the body.',
  github: 'HMAC-SHA256 over the body, as GitHub signs.',
  hmac: 'HMAC as the other fields say.',
  shared_token: 'The secret itself in a header.',
} as const;

/** What a profile takes for granted where a manifest is silent. */
const defaults: Record<keyof typeof profiles, { auth: object; idempotency: object }> = {
  generic: {
    auth: { signatureHeader: 'X-Signature', signaturePrefix: 'sha256=', timestampHeader: 'X-Timestamp' },
    idempotency: {},
  },
  github: {
    auth: { signatureHeader: 'X-Hub-Signature-256', signaturePrefix: 'sha256=' },
    idempotency: { eventIdHeader: 'X-GitHub-Delivery', dedupeWindowMs: 259_200_000 },
  },
  hmac: {
    auth: { algorithm: 'sha256', payloadFormat: 'body', signatureEncoding: 'hex', headerFormat: 'plain' },
    idempotency: {},
  },
  shared_token: { auth: {}, idempotency: {} },
};

const auth = withBlanks(
  part('TaskWebhookAuth', 'How a webhook knows that a delivery comes from whom it should.', {
    profile: words('TaskWebhookProfile', 'How deliveries are signed.', profiles)
      .default('generic')
      .describe('How deliveries are signed.'),
    secret: secretRefField.describe('The secret by which they are.'),
    signatureHeader: optionalText.describe('The header with the signature or the token.'),
    signaturePrefix: optionalText.describe('What stands before the signature; null for nothing.'),
    timestampHeader: optionalText.describe('The header with the time of the delivery.'),
    maxSkewMs: secondsOr(300_000).describe('How far that time may be from now.'),
    algorithm: words('TaskWebhookAlgorithm', 'The hash of an HMAC.', {
      sha256: 'SHA-256.',
      sha1: 'SHA-1, for senders that know no better.',
      sha512: 'SHA-512.',
    })
      .optional()
      .describe('The hash; null where the profile fixes it.'),
    payloadFormat: words('TaskWebhookPayloadFormat', 'Over what a signature is made.', {
      body: 'The body.',
      timestamp_dot_body: 'The timestamp, a dot and the body.',
      prefix_timestamp_body: 'A prefix, the timestamp and the body, with the separator between them.',
    })
      .optional()
      .describe('Over what the signature is made; null where the profile fixes it.'),
    payloadPrefix: optionalText.describe('What stands before the timestamp in what is signed; null for nothing.'),
    payloadSeparator: z
      .preprocess((value) => (value === '' ? undefined : value), z.string().default('.'))
      .describe('What stands between the parts of what is signed.'),
    signatureEncoding: words('TaskWebhookEncoding', 'How a signature is written.', {
      hex: 'In hexadecimal digits.',
      base64: 'In base64.',
    })
      .optional()
      .describe('How the signature is written; null where the profile fixes it.'),
    headerFormat: words('TaskWebhookHeaderFormat', 'What the header with the signature holds.', {
      plain: 'Only the signature.',
      kv_pairs: 'Pairs of a key and a value, the signature among them.',
    })
      .optional()
      .describe('What the header holds; null where the profile fixes it.'),
    signatureKey: optionalText.describe('The key of the signature among the pairs of the header.'),
    timestampKey: optionalText.describe('The key of the timestamp among the pairs of the header.'),
  }),
);

const idempotency = withBlanks(
  part('TaskWebhookIdempotency', 'How a delivery that comes again is known.', {
    eventIdHeader: z
      .preprocess((value) => (value === '' ? undefined : value), z.string().default('X-Event-Id'))
      .describe('The header with the id of the event.'),
    eventIdFromBody: optionalText.describe('Where the body has that id, as names with dots between them.'),
    dedupeWindowMs: secondsOr(86_400_000).describe('For how long a delivery is remembered.'),
  }),
);

const payload = part('TaskWebhookPayload', 'How a task is given the body of a delivery.', {
  mode: words('TaskWebhookPayloadMode', 'In which form a task is given a body.', { raw: 'As it came.' })
    .default('raw')
    .describe('In which form.'),
  inputKey: z
    .preprocess((value) => (value === '' ? undefined : value), z.string().default('webhook_payload'))
    .describe('Under which name in its input.'),
});

const shape = z.preprocess(
  withProfileDefaults,
  part('TaskWebhookSpec', 'Where others deliver events, and the tasks that are made of them.', {
    task: refTo('Task').optional().describe('The template of its tasks; null when it is given here or does not exist.'),
    taskTemplate: taskShape.optional().describe('The template of its tasks; null when it is a task of its own.'),
    suspend: z.boolean().default(false).describe('Whether deliveries are refused for now.'),
    auth: auth.prefault({} as never).describe('How it knows from whom a delivery comes.'),
    idempotency: idempotency.prefault({}).describe('How it knows a delivery that comes again.'),
    payload: payload.prefault({}).describe('How a task is given the body.'),
  }),
);

/** Where others deliver events. Times are milliseconds. */
export type TaskWebhookSpec = z.infer<typeof shape>;

export const taskWebhook = defineKind<TaskWebhookSpec>({
  kind: 'TaskWebhook',
  description: 'An address at which deliveries become tasks.',
  plural: 'task-webhooks',
  aliases: ['taskwebhook', 'taskwebhooks'],
  shape,
  hasController: true,
  rules: (spec) => [...templateFaults(spec), ...authFaults(spec.auth)],
  status: part('TaskWebhookState', 'Where a webhook is reached, and what came.', {
    endpointId: optionalText.describe('Its id in the address.'),
    endpointPath: optionalText.describe('The path at which deliveries are taken.'),
    lastDeliveryTime: moment.optional().describe('When the last delivery came.'),
    lastEventId: optionalText.describe('The id of the event that was delivered last.'),
    lastTriggeredTask: optionalText.describe('The task that was made last, as namespace/name.'),
    acceptedCount: wholeNumber.optional().describe('How many deliveries were taken.'),
    duplicateCount: wholeNumber.optional().describe('How many of those had come before.'),
    rejectedCount: wholeNumber.optional().describe('How many deliveries were refused.'),
  }),
  derived: ({ namespace, name }) => {
    const endpointId = createHash('sha256').update(`${namespace}/${name}`).digest().subarray(0, 12).toString('hex');
    return { endpointId, endpointPath: `/v1/webhook-deliveries/${endpointId}` };
  },
});

// A profile that is not known is told as such when the rest is read.
function withProfileDefaults(given: unknown): unknown {
  if (!isObject(given)) return given;
  const { auth: said, idempotency: known } = given;
  const word = isObject(said) && typeof said['profile'] === 'string' ? said['profile'].trim().toLowerCase() : '';
  const profile = defaults[(word || 'generic') as keyof typeof profiles];
  if (profile === undefined) return given;
  return { ...given, auth: filledIn(said, profile.auth), idempotency: filledIn(known, profile.idempotency) };
}

function templateFaults({ task, taskTemplate }: TaskWebhookSpec): Fault[] {
  if (task !== undefined && taskTemplate !== undefined)
    return [
      { path: ['taskTemplate'], problem: 'must not be given beside another task: one of the two is the template' },
    ];
  if (task === undefined && taskTemplate === undefined)
    return [{ path: ['task'], problem: 'is required unless a template is given' }];
  if (taskTemplate === undefined || taskTemplate.system !== undefined) return [];
  return [{ path: ['taskTemplate', 'system'], problem: 'is required' }];
}

function authFaults(given: TaskWebhookSpec['auth']): Fault[] {
  const { profile, payloadFormat, headerFormat } = given;
  const faults: Fault[] = [];
  const demand = (field: keyof typeof given, why: string) => {
    if (given[field] === undefined) faults.push({ path: ['auth', field], problem: `is required ${why}` });
  };
  if (profile === 'hmac' || profile === 'shared_token') demand('signatureHeader', `for the profile ${profile}`);
  if (profile !== 'hmac') return faults;
  const isTimed = payloadFormat === 'timestamp_dot_body' || payloadFormat === 'prefix_timestamp_body';
  if (headerFormat === 'kv_pairs') demand('signatureKey', 'for a header of pairs');
  if (isTimed && headerFormat === 'kv_pairs')
    demand('timestampKey', 'for a header of pairs when a timestamp is signed');
  if (isTimed && headerFormat !== 'kv_pairs') demand('timestampHeader', 'when a timestamp is signed');
  return faults;
}
