import {
  type AudioBody,
  AudioCodecId,
  codecName,
  describeAudioConfiguration,
  describeSound,
  parseAudio,
} from '../../../../core/index.ts';

/** How a decoder is to be set up: an `AudioDecoderConfig`. */
export interface AudioSetup {
  readonly codec: string;
  readonly sampleRate: number;
  readonly numberOfChannels: number;
  readonly description?: Uint8Array;
}

/** What an audio message has for a decoder. */
export type AudioUnit =
  | { readonly kind: 'setup'; readonly setup: AudioSetup }
  | { readonly kind: 'frame'; readonly data: Uint8Array }
  /** Nothing here is for browsers. */
  | { readonly kind: 'foreign'; readonly codec: string };

/** The names that browsers have for the codecs that they may decode; AAC's says more and comes from its record. */
const NAMES: ReadonlyMap<number, string> = new Map([
  [AudioCodecId.aac, 'mp4a.40.2'],
  [AudioCodecId.mp4a, 'mp4a.40.2'],
  [AudioCodecId.opus, 'opus'],
  [AudioCodecId.flac, 'flac'],
  [AudioCodecId.mp3, 'mp3'],
  [AudioCodecId.mp3At8kHz, 'mp3'],
  [AudioCodecId.mp3FourCc, 'mp3'],
  [AudioCodecId.aLaw, 'alaw'],
  [AudioCodecId.muLaw, 'ulaw'],
]);

/** G.711 is what its header does not say (FLV-15). */
const G711 = { sampleRate: 8_000, numberOfChannels: 1 } as const;

/** `fLaC`, and the header of a metadata block that is the last: STREAMINFO of 34 bytes. */
const FLAC_PREFIX = [0x66, 0x4c, 0x61, 0x43, 0x80, 0, 0, 34] as const;
const STREAMINFO_BYTES = 34;

/** The default track of a stream's audio messages, as units for a decoder of WebCodecs. */
export class AudioUnits {
  #codecId: number | undefined;
  /** Of what the decoder was told last; empty while it was told nothing. */
  #told = '';
  #isSetUp = false;

  /** Reads a message. @param payload - not kept but for views in the units */
  take(payload: Uint8Array): readonly AudioUnit[] {
    const message = parseAudio(payload);
    if (message.kind !== 'legacyAudio' && message.kind !== 'enhancedAudio') return [];
    const track = message.tracks.find(({ trackId }) => trackId === 0);
    if (track === undefined) return [];
    const { codecId, body } = track;
    if (codecId !== this.#codecId) {
      this.#codecId = codecId;
      this.#isSetUp = false;
      this.#told = '';
      if (!NAMES.has(codecId)) return [{ kind: 'foreign', codec: codecName('audio', codecId) }];
    }
    const name = NAMES.get(codecId);
    return name === undefined ? [] : this.#unitsOf(codecId, name, body);
  }

  #unitsOf(codecId: number, name: string, body: AudioBody): readonly AudioUnit[] {
    if (body.kind === 'configuration') return this.#setUpByRecord(codecId, name, body.record);
    if (body.kind !== 'frames' || body.data.length === 0) return [];
    const units: AudioUnit[] = this.#isSetUp ? [] : [...this.#setUpByFrame(codecId, name, body.data)];
    if (this.#isSetUp) units.push({ kind: 'frame', data: body.data });
    return units;
  }

  #setUpByRecord(codecId: number, name: string, record: Uint8Array): readonly AudioUnit[] {
    const facts = describeAudioConfiguration(codecId, record);
    if (facts?.sampleRate === undefined || facts.channels === undefined) return [];
    const { sampleRate, channels: numberOfChannels, codecString: codec = name } = facts;
    const description = codecId === AudioCodecId.flac ? withFlacPrefix(record) : record;
    return this.#setUp({ codec, sampleRate, numberOfChannels, description });
  }

  /** A codec without a record, or before it: AAC says nothing then. */
  #setUpByFrame(codecId: number, name: string, frame: Uint8Array): readonly AudioUnit[] {
    if (codecId === AudioCodecId.aLaw || codecId === AudioCodecId.muLaw) return this.#setUp({ codec: name, ...G711 });
    const facts = describeSound(codecId, frame);
    if (facts?.sampleRate === undefined || facts.channels === undefined) return [];
    return this.#setUp({ codec: name, sampleRate: facts.sampleRate, numberOfChannels: facts.channels });
  }

  /** What was told before, as some send their record again and again, changes nothing. */
  #setUp(setup: AudioSetup): readonly AudioUnit[] {
    const told = JSON.stringify({ ...setup, description: setup.description?.join() });
    if (told === this.#told) return [];
    this.#told = told;
    this.#isSetUp = true;
    return [{ kind: 'setup', setup }];
  }
}

/** FFmpeg writes STREAMINFO bare (ERTMP-28). */
function withFlacPrefix(record: Uint8Array): Uint8Array {
  return record.length === STREAMINFO_BYTES ? Uint8Array.of(...FLAC_PREFIX, ...record) : record;
}
