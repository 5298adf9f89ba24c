import { heardEventCases } from './04-user-control/events.ts';
import { sentEventCases } from './04-user-control/sent.ts';

/** Area 4: user control. */
export const userControlCases = [...sentEventCases, ...heardEventCases];
