/**
 * `millrace/capture`: transcripts of live connections, written down without their secrets. See `adapters/README.md`.
 */

export { DEFAULT_CAPTURE_BYTES, LEAST_CAPTURE_BYTES } from './capture-bytes.ts';
export {
  type CaptureNotice,
  CaptureRecorder,
  type CaptureRecorderOptions,
} from './capture-recorder.ts';
export { type CaptureStore, captureName, isCaptureName, type StoredCapture } from './capture-store.ts';
