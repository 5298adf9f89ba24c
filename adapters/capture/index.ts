/**
 * `millrace/capture`: transcripts of live connections, written down without their secrets. See `adapters/README.md`.
 */

export {
  type CaptureNotice,
  CaptureRecorder,
  type CaptureRecorderOptions,
  DEFAULT_CAPTURE_BYTES,
  LEAST_CAPTURE_BYTES,
} from './capture-recorder.ts';
export { type CaptureStore, captureName, isCaptureName, type StoredCapture } from './capture-store.ts';
