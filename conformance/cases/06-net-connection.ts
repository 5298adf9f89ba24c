import { admissionCases } from './06-net-connection/admission.ts';
import { clientCases } from './06-net-connection/client.ts';
import { commandCases } from './06-net-connection/commands.ts';
import { connectCases } from './06-net-connection/connect.ts';
import { furtherCases } from './06-net-connection/further.ts';

/** Area 6: NetConnection. */
export const netConnectionCases = [
  ...connectCases,
  ...admissionCases,
  ...commandCases,
  ...clientCases,
  ...furtherCases,
];
