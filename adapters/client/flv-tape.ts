import {
  type AmfProperties,
  type DataReceived,
  type FlvPatch,
  type FlvPayload,
  FlvTagType,
  FlvWriter,
  hasProperties,
  isPlayerNotice,
  type MediaReceived,
} from '../../core/index.ts';

/**
 * What a player receives, as an FLV file that begins at 0.
 *
 * The first onMetaData opens the file, with duration and an index to be patched; where media comes before it the file has
 * an onMetaData of its own, and theirs is a tag like any other.
 */
export class FlvTape {
  readonly #keyFrames: number;
  #writer: FlvWriter | undefined;

  /** @param keyFrames - places for an index, see `FlvWriterOptions`; 0 where nothing can be patched */
  constructor(keyFrames: number) {
    this.#keyFrames = keyFrames;
  }

  /** What to append to the file. */
  take(event: MediaReceived | DataReceived): readonly Uint8Array[] {
    if (event.type === 'dataReceived' && !belongsIntoFile(event)) return [];
    if (this.#writer !== undefined) return [this.#writer.write(payloadOf(event))];
    const metadata = event.type === 'dataReceived' ? metadataOf(event) : undefined;
    this.#writer = new FlvWriter({ metadata: metadata ?? {}, keyFrames: this.#keyFrames, times: 'fromZero' });
    const start = this.#writer.start();
    return metadata === undefined ? [start, this.#writer.write(payloadOf(event))] : [start];
  }

  /** What to write over at the end of the file, or at any time. */
  patches(): readonly FlvPatch[] {
    return this.#writer?.patches() ?? [];
  }
}

/** Not what players are told about their play, nor what is to be forgotten. */
function belongsIntoFile({ payload, retain }: DataReceived): boolean {
  return !isPlayerNotice(payload) && retain !== 'clear';
}

function metadataOf({ handler, values }: DataReceived): AmfProperties | undefined {
  const [value] = values;
  return handler === 'onMetaData' && hasProperties(value) ? value.properties : undefined;
}

function payloadOf(event: MediaReceived | DataReceived): FlvPayload {
  const { timestamp, payload: data } = event;
  if (event.type === 'dataReceived') return { type: FlvTagType.script, timestamp, data };
  return { type: event.media === 'audio' ? FlvTagType.audio : FlvTagType.video, timestamp, data };
}
