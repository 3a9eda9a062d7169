import './approval.ts';
import './approvals.ts';
import './decide-approval.ts';
