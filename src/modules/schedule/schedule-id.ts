const resourcePrefix = 'res_';
const jobPrefix = 'cj_';

/** The id of a schedule as schedulers of jobs write ids: `cj_…`. */
export function jobIdOf(scheduleId: string): string {
  return scheduleId.replace(resourcePrefix, jobPrefix);
}

/** The id of the schedule that either form of it means. */
export function scheduleIdOf(id: string): string {
  return id.startsWith(jobPrefix) ? id.replace(jobPrefix, resourcePrefix) : id;
}
