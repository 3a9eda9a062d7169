import './event-subscriptions.ts';
import './events.ts';
import './execution-events.ts';
import './journal.ts';
import './resource-changed.ts';
