import { builder } from '../../schema/builder.ts';
import { pageCost, toConnection } from '../../schema/connection.ts';
import { PrincipalRef } from '../../schema/identity.ts';
import type { AuditEntry } from '../../src/modules/audit/index.ts';
import { authorize } from '../../src/modules/identity/index.ts';
import { encodeKey } from '../../src/platform/db/index.ts';

const AuditEntryRef = builder.objectRef<AuditEntry>('AuditEntry').implement({
  description: 'Who did what, written with the change itself.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Unique; sorts by time.' }),
    action: t.exposeString('action', { description: 'What was done, for example execution.cancel.' }),
    actor: t.field({
      type: PrincipalRef,
      nullable: true,
      description: 'Who did it.',
      resolve: (entry, _args, { loaders }) => loaders.principal.load(entry.actorId),
    }),
    subjectId: t.exposeID('subjectId', { description: 'What it was done to.' }),
    requestId: t.exposeString('requestId', {
      nullable: true,
      description: 'The request that did it, as the log names it.',
    }),
    details: t.expose('details', { type: 'JSON', description: 'Facts about it; never a secret.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When.' }),
  }),
});

const AuditEdge = builder.edgeObject({ type: AuditEntryRef, name: 'AuditEntryEdge', nodeNullable: false });
const AuditConnection = builder.connectionObject(
  { type: AuditEntryRef, name: 'AuditEntryConnection', edgesNullable: false },
  AuditEdge,
);

builder.queryField('auditEntries', (t) =>
  t.connection(
    {
      type: AuditEntryRef,
      description: 'The audit trail, newest first.',
      authScopes: { action: 'audit:read' },
      args: { subject: t.arg.id({ description: 'Only what was done to this.' }) },
      complexity: (args) => pageCost(args),
      resolve: async (_root, { subject, ...page }, { actor, services }) => {
        authorize(actor, 'audit:read');
        return toConnection(await services.audit.list(actor, page, { subjectId: subject ?? undefined }), (entry) =>
          encodeKey(entry.id),
        );
      },
    },
    AuditConnection,
    AuditEdge,
  ),
);
