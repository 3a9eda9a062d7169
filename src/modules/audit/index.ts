export { type AuditDraft, appendRecord, insertAudit } from './audit.ts';
export { type AuditEntry, AuditStore } from './audit-store.ts';
