export { type AuditDraft, appendAudit, insertAudit } from './audit.ts';
export { type AuditEntry, AuditStore } from './audit-store.ts';
