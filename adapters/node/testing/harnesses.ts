import { socketHarnesses } from '../../testing/socket-harnesses.ts';
import * as node from '../index.ts';

export const nodeHarnesses = socketHarnesses(node, { untrustedCode: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
