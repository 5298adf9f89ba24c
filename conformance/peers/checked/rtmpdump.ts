import type { CheckedPeer } from './checked-peer.ts';

export const RTMPDUMP: CheckedPeer = { name: 'rtmpdump', role: 'client', version: '', causes: [] };
