import type { CheckedPeer } from '../checked.ts';

export const NODE_MEDIA_SERVER: CheckedPeer = { name: 'node-media-server', role: 'server', version: '', causes: [] };
