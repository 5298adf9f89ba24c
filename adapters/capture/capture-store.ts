/**
 * Where captures are kept: a folder, or whatever else has files.
 *
 * Failures are told by the rejection of an error, its `code` that of the system: `ENOSPC`, `EACCES`, … It is called again
 * only when it has answered.
 */
export interface CaptureStore {
  /** The captures that are there, the oldest first. */
  list(): Promise<readonly StoredCapture[]>;
  /** Writes to the end of a capture; a new one is made, and rejects with the code `EEXIST` where there is one. */
  append(name: string, bytes: Uint8Array, isNew: boolean): Promise<void>;
  /** One that is not there is no failure. */
  remove(name: string): Promise<void>;
}

export interface StoredCapture {
  readonly name: string;
  readonly bytes: number;
}

/** What captures are named by, and their names alone: `20260131T235959.123Z-17.rtmp.jsonl`, with `.2` and so on for later parts. */
const CAPTURE_NAME = /^\d{8}T\d{6}\.\d{3}Z-\d+(?:\.\d+)?\.rtmp\.jsonl$/;

/** Names sort by time. @param at - milliseconds since 1970-01-01 UTC @param part - from 1 */
export function captureName(at: number, connection: number, part: number): string {
  const time = new Date(at).toISOString().replaceAll(/[-:]/g, '');
  return `${time}-${connection}${part === 1 ? '' : `.${part}`}.rtmp.jsonl`;
}

export function isCaptureName(name: string): boolean {
  return CAPTURE_NAME.test(name);
}
