import { seededSession } from './session.ts';

/** Prints what the session of a seed comes to: how many bytes, and their SHA-256. */
const SEED = 2026;

const heard = seededSession(SEED);
const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(heard)));
console.log(heard.length, Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''));
