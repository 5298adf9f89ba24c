import type { CheckedPeer } from '../checked.ts';

export const FFMPEG: CheckedPeer = { name: 'ffmpeg', role: 'client', version: '', causes: [] };
