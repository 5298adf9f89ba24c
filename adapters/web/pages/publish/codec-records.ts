/** Decoder configurations that browsers do not hand out with what they encode. */

/** "Unspecified", of ITU-T H.273: what the picture says holds. */
const UNSPECIFIED_COLOR = [2, 2, 2] as const;
const CHROMA_420 = 1;

/**
 * VPCodecConfigurationRecord without the box around it (CFG-21).
 *
 * @param codec - `vp8`, or `vp09.PROFILE.LEVEL.DEPTH` (CFG-23); 4:2:0 is all that browsers encode
 */
export function vpRecord(codec: string): Uint8Array {
  const [profile = 0, level = 0, bitDepth = 8] = codec.split('.').slice(1).map(Number);
  return Uint8Array.of(profile, level, (bitDepth << 4) | (CHROMA_420 << 1), ...UNSPECIFIED_COLOR, 0, 0);
}

const AV1_MARKER_AND_VERSION = 0x81;
const SUBSAMPLED_420 = 0x0c;
const SEQUENCE_HEADER = 1;

/**
 * AV1CodecConfigurationRecord (AV1 ISO binding 2.3).
 *
 * @param codec - `av01.PROFILE.LEVEL+TIER.DEPTH`, such as `av01.0.05M.08`
 * @param keyFrame - a temporal unit with a sequence header, which goes into the record
 */
export function av1Record(codec: string, keyFrame: Uint8Array): Uint8Array {
  const [, profile = '0', levelAndTier = '00M', bitDepth = '08'] = codec.split('.');
  const level = Number.parseInt(levelAndTier, 10);
  const tier = levelAndTier.endsWith('H') ? 0x80 : 0;
  const depth = bitDepth === '08' ? 0 : 0x40;
  const format = tier | depth | SUBSAMPLED_420;
  return Uint8Array.of(AV1_MARKER_AND_VERSION, (Number(profile) << 5) | level, format, 0, ...sequenceHeader(keyFrame));
}

/** The OBU of the sequence header, whole (AV1 5.3). */
function sequenceHeader(temporalUnit: Uint8Array): Uint8Array {
  for (let at = 0; at < temporalUnit.length; ) {
    const header = temporalUnit[at]!;
    const hasExtension = (header & 0x04) !== 0;
    const hasSize = (header & 0x02) !== 0;
    const sizeAt = at + (hasExtension ? 2 : 1);
    const { value, end } = hasSize ? readLeb128(temporalUnit, sizeAt) : { value: temporalUnit.length, end: sizeAt };
    const next = Math.min(end + value, temporalUnit.length);
    if (((header >>> 3) & 0x0f) === SEQUENCE_HEADER) return temporalUnit.subarray(at, next);
    at = next;
  }
  return new Uint8Array();
}

function readLeb128(bytes: Uint8Array, start: number): { readonly value: number; readonly end: number } {
  let value = 0;
  let at = start;
  for (let place = 0; place < 8; place += 1) {
    const byte = bytes[at] ?? 0;
    at += 1;
    value += (byte & 0x7f) * 2 ** (7 * place);
    if (byte < 0x80) break;
  }
  return { value, end: at };
}

/** An ID header of Opus (RFC 7845 5.1): no gain, the usual pre-skip. */
export function opusHead(sampleRate: number, channels: number): Uint8Array {
  const head = new Uint8Array(19);
  head.set([0x4f, 0x70, 0x75, 0x73, 0x48, 0x65, 0x61, 0x64, 1, channels]);
  const view = new DataView(head.buffer);
  view.setUint16(10, OPUS_PRE_SKIP, true);
  view.setUint32(12, sampleRate, true);
  return head;
}

/** Samples at 48000 Hz that an encoder needs to begin. */
const OPUS_PRE_SKIP = 312;
