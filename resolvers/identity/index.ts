import './api-keys.ts';
import './audit-entries.ts';
import './create-api-key.ts';
import './create-team.ts';
import './create-ticket.ts';
import './revoke-api-key.ts';
import './viewer.ts';
