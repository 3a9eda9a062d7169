import './approval.ts';
import './approvals.ts';
import './decide-approval.ts';
import './delete-approval.ts';
import './override-approval.ts';
import './request-approval.ts';
import './update-approval.ts';
