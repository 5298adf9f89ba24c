import type { CheckedPeer } from '../checked.ts';

export const NGINX_RTMP: CheckedPeer = { name: 'nginx-rtmp', role: 'server', version: '', causes: [] };
