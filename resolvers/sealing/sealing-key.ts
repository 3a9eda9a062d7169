import { builder } from '../../schema/builder.ts';
import { type SealingKey, sealingAlgorithm } from '../../src/modules/sealing/index.ts';

const SealingKeyRef = builder.objectRef<SealingKey>('SealingKey').implement({
  description: 'The public key for which values are sealed, so that only this deployment can read them.',
  fields: (t) => ({
    keyId: t.exposeString('keyId', {
      description: 'What a sealed value names it by: 16 bytes of the SHA-256 of the key, in hexadecimal.',
    }),
    algorithm: t.string({
      description: 'How values are sealed: a key of their own encrypts them, and this one wraps that key.',
      resolve: () => sealingAlgorithm,
    }),
    publicKeyPem: t.exposeString('publicKeyPem', { description: 'The key as SubjectPublicKeyInfo in PEM.' }),
  }),
});

builder.queryField('sealingKey', (t) =>
  t.field({
    type: SealingKeyRef,
    nullable: true,
    description:
      'The active sealing key; null when this deployment cannot use the one that it has. Made by whoever asks first.',
    authScopes: { action: 'resource:read' },
    resolve: (_root, _args, { actor, services }) => services.sealing.activeKey(actor),
  }),
);
