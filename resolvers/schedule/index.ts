import '../../schema/schedule-events.ts';
import './create-schedule.ts';
import './delete-schedule.ts';
import './run-schedule.ts';
import './schedule-by-id.ts';
import './schedule-runs.ts';
import './update-schedule.ts';
