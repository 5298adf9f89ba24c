/** `millrace/server`: a live server made of the broadcast and any runtime adapter. See `adapters/README.md`. */

export { Directory, type FromDirectory, type Notice, type Place, type ToDirectory } from './directory.ts';
export type * from './event.ts';
export type {
  ConnectionInfo,
  ConnectRequest,
  HookName,
  LiveServerHooks,
  PlayRequest,
  PublishRequest,
  Refuse,
  RefuseConnect,
  StreamRequest,
  UsePath,
  Verdict,
} from './hooks.ts';
export { createLiveServer, LiveServer, type LiveServerCloseOptions, type LiveServerOptions } from './live-server.ts';
export type { LiveServerLimits } from './live-server-limits.ts';
export { Neighbours, type NeighboursOptions } from './neighbours.ts';
export type { RecorderOptions } from './recorder.ts';
export { recordingName, timedRecordingName } from './recording-name.ts';
export type { RecordingFile, RecordingMode, RecordingStore, Soon } from './recording-store.ts';
export type * from './stats.ts';
export type { VodFailure } from './vod-recording.ts';
export type { VodFile, VodSource } from './vod-source.ts';
