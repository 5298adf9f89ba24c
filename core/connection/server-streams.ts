import { findStream } from './find-stream.ts';
import type { Requests, StreamRequestKind } from './requests.ts';
import type { RequestId } from './server-event.ts';
import type { StreamOwner } from './server-stream.ts';
import { ServerStream } from './server-stream.ts';
import type { SessionHost } from './session-host.ts';

/** What a decision of the application may be about. */
export type Subject = 'connect' | ServerStream;

/** The message streams of one connection at the server: made by createStream, gone with deleteStream. */
export class ServerStreams implements StreamOwner {
  readonly host: SessionHost;
  readonly #requests: Requests<Subject>;
  #streams: Map<number, ServerStream> | undefined;
  /** Names that FCPublish announced and `publish` has not used yet. */
  #fcPublished: Set<string> | undefined;
  #lastId = 0;

  constructor(host: SessionHost, requests: Requests<Subject>) {
    this.host = host;
    this.#requests = requests;
  }

  /** Makes a stream with an id never used before on this connection; `undefined` when there are too many. */
  create(): ServerStream | undefined {
    this.#streams ??= new Map();
    if (this.#streams.size >= this.host.limits.messageStreams) return undefined;
    const stream = new ServerStream(++this.#lastId, this);
    this.#streams.set(stream.messageStreamId, stream);
    return stream;
  }

  get(messageStreamId: number): ServerStream | undefined {
    return this.#streams?.get(messageStreamId);
  }

  /** The stream a message is for. */
  find(messageStreamId: number): ServerStream | undefined {
    return findStream(this.#streams ?? NO_STREAMS, messageStreamId, this.host);
  }

  /** The stream that publishes under this name (CMD-18). */
  publishing(name: string): ServerStream | undefined {
    for (const stream of this.#all()) if (stream.publishes(name)) return stream;
    return undefined;
  }

  delete(messageStreamId: number): void {
    this.#streams?.get(messageStreamId)?.step('deleteStreamReceived');
    this.#streams?.delete(messageStreamId);
  }

  connectionClosed(): void {
    for (const stream of this.#all()) stream.step('connectionClosed');
    this.#streams?.clear();
  }

  fcPublish(name: string): void {
    this.#fcPublished ??= new Set();
    const isKept = name.length <= LONGEST_NAME && this.#fcPublished.size < this.host.limits.messageStreams;
    if (isKept) this.#fcPublished.add(name);
  }

  takeFcPublish(name: string): boolean {
    return this.#fcPublished?.delete(name) ?? false;
  }

  ask(kind: StreamRequestKind, stream: ServerStream): RequestId {
    return this.#requests.ask(kind, stream);
  }

  expire(reason: 'timeout' | 'withdrawn'): void {
    this.host.emit(this.#requests.expire(reason));
  }

  closeUnlessInUse(): void {
    for (const stream of this.#all()) if (stream.isPublishing || stream.isPlaying) return;
    this.host.close();
  }

  #all(): Iterable<ServerStream> {
    return (this.#streams ?? NO_STREAMS).values();
  }
}

/** Most connections at rest have none. */
const NO_STREAMS: ReadonlyMap<number, ServerStream> = new Map();

/** Characters of a name that FCPublish says, tokens included; it may stay for as long as the connection does. */
const LONGEST_NAME = 4_096;
