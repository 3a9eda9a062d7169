export {
  type Approval,
  type ApprovalCategory,
  type ApprovalPhase,
  approvalCategories,
  approvalPhases,
  letsThrough,
  riskOf,
  type Verdict,
} from './approval.ts';
export { ApprovalListStore } from './approval-list-store.ts';
export { ApprovalLists } from './approval-lists.ts';
export { approvalName, reviewName } from './approval-name.ts';
export { approvalCursor } from './approval-order.ts';
export { ApprovalOverrides } from './approval-overrides.ts';
export type { ApprovalPatch, ApprovalRequest } from './approval-request.ts';
export { ApprovalRequests } from './approval-requests.ts';
export { ApprovalService, type CheckArguments } from './approval-service.ts';
export {
  type ApprovalFilter,
  ApprovalStore,
  insertApproval,
  type NewApproval,
} from './approval-store.ts';
export type { ApprovalTarget } from './approval-target.ts';
export type { ExpectedVersion, VersionClaim } from './approval-version.ts';
export type { Override } from './override.ts';
export {
  type Review,
  type ReviewRequest,
  reviewedOutputs,
  reviewFormats,
} from './review.ts';
export { SettlementWriter } from './settlement-writer.ts';
