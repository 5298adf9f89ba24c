import type { CheckedPeer } from '../checked.ts';

export const GSTREAMER: CheckedPeer = { name: 'gstreamer', role: 'client', version: '', causes: [] };
