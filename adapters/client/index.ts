/**
 * `millrace/client`: publish and play by URL, over the `connect` of any adapter. See `adapters/README.md`.
 */

export { ClientError, type ClientErrorCode } from './client-error.ts';
export { FlvPlayer, type FlvPlayerOptions } from './flv-player.ts';
export { FlvPublisher, type FlvPublisherOptions } from './flv-publisher.ts';
export { Relay, type RelayEvent, type RelayOptions } from './relay.ts';
export {
  type Credentials,
  parseRtmpUrl,
  placeOfUrl,
  type RtmpScheme,
  type RtmpUrl,
  RtmpUrlError,
  type RtmpUrlErrorCode,
} from './rtmp-url.ts';
export type { Connect, ConnectTo, PlayStream, PublishStream, StreamOrder } from './stream-attempt.ts';
export {
  openStream,
  StreamClient,
  type StreamClientEvent,
  type StreamClientListener,
  type StreamClientOptions,
} from './stream-client.ts';
export type { StreamTotals } from './stream-totals.ts';
