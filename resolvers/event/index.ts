import './approval-changed.ts';
import './event-subscriptions.ts';
import './events.ts';
import './execution-events.ts';
import './journal.ts';
import './resource-changed.ts';
import './run-changed.ts';
