import './event-subscriptions.ts';
import './events.ts';
