/** What a school's facts cost in memory beside those of its events, in events: memory is counted in events. */
export const bareSchool = 3;
