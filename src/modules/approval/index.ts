export {
  type Approval,
  type ApprovalPhase,
  approvalPhases,
  riskOf,
  type Verdict,
} from './approval.ts';
export { ApprovalService, type CheckArguments } from './approval-service.ts';
export { type ApprovalFilter, ApprovalStore, insertApproval, type NewApproval } from './approval-store.ts';
