import { socketHarnesses } from '../../testing/socket-harnesses.ts';
import * as bun from '../index.ts';

export const bunHarnesses = socketHarnesses(bun, { untrustedCode: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
