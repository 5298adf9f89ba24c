import type { CheckedPeer } from '../checked.ts';

export const RTMPDUMP: CheckedPeer = { name: 'rtmpdump', role: 'client', version: '', causes: [] };
