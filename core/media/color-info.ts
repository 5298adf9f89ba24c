import { amfObject } from '../amf/make-value.ts';
import { type AmfObject, type AmfProperties, type AmfValue, hasProperties, property } from '../amf/value.ts';
import { COLOR_INFO, type MetadataBody } from './metadata-frame.ts';

/**
 * Colour and light of a video track, from its metadata frames (E-RTMP, Metadata Frame). HDR10 should carry it, HLG need
 * not, Dolby Vision must not (ERTMP-36). Every member may be missing; numbers outside their ranges are left out.
 */
export interface ColorInfo {
  readonly colorConfig?: ColorConfig;
  readonly hdrCll?: ContentLight;
  readonly hdrMdcv?: MasteringDisplay;
}

/** Indices of ITU-T H.273, 0 to 255; bits per component. */
export interface ColorConfig {
  readonly bitDepth?: number;
  readonly colorPrimaries?: number;
  readonly transferCharacteristics?: number;
  readonly matrixCoefficients?: number;
}

/** cd/m², 0.0001 to 10000. */
export interface ContentLight {
  readonly maxFall?: number;
  readonly maxCLL?: number;
}

/** CIE 1931 coordinates x 0.0001 to 0.7400, y 0.0001 to 0.8400; luminance in cd/m², 5 to 10000 and 0.0001 to 5. */
export interface MasteringDisplay {
  readonly redX?: number;
  readonly redY?: number;
  readonly greenX?: number;
  readonly greenY?: number;
  readonly blueX?: number;
  readonly blueY?: number;
  readonly whitePointX?: number;
  readonly whitePointY?: number;
  readonly maxLuminance?: number;
  readonly minLuminance?: number;
}

type Range = readonly [least: number, most: number];
type Ranges<Part> = Readonly<Record<keyof Part, Range>>;

const INDEX: Range = [0, 255];
const LIGHT: Range = [0.0001, 10_000];
const X: Range = [0.0001, 0.74];
const Y: Range = [0.0001, 0.84];

const COLOR_CONFIG: Ranges<ColorConfig> = {
  bitDepth: INDEX,
  colorPrimaries: INDEX,
  transferCharacteristics: INDEX,
  matrixCoefficients: INDEX,
};

const CONTENT_LIGHT: Ranges<ContentLight> = { maxFall: LIGHT, maxCLL: LIGHT };

const MASTERING_DISPLAY: Ranges<MasteringDisplay> = {
  redX: X,
  redY: Y,
  greenX: X,
  greenY: Y,
  blueX: X,
  blueY: Y,
  whitePointX: X,
  whitePointY: Y,
  maxLuminance: [5, 10_000],
  minLuminance: [0.0001, 5],
};

/**
 * What a metadata frame says of colour: it replaces what was said before wholly (ERTMP-34).
 *
 * @returns `'reset'` when the value is undefined, null or empty; `undefined` when the frame says nothing of colour
 */
export function colorInfoOf({ entries }: MetadataBody): ColorInfo | 'reset' | undefined {
  const entry = entries.filter(({ name }) => name === COLOR_INFO).at(-1);
  if (entry === undefined) return undefined;
  return hasProperties(entry.value) && entry.value.properties.size > 0 ? readColorInfo(entry.value) : 'reset';
}

function readColorInfo(value: AmfValue): ColorInfo {
  const colorConfig = readPart(property(value, 'colorConfig'), COLOR_CONFIG);
  const hdrCll = readPart(property(value, 'hdrCll'), CONTENT_LIGHT);
  const hdrMdcv = readPart(property(value, 'hdrMdcv'), MASTERING_DISPLAY);
  return {
    ...(colorConfig && { colorConfig }),
    ...(hdrCll && { hdrCll }),
    ...(hdrMdcv && { hdrMdcv }),
  };
}

/** The value for `metadataBody([{ name: COLOR_INFO, value }])`. */
export function colorInfoObject(info: ColorInfo): AmfObject {
  return amfObject(Object.entries(info).map(([name, part]) => [name, amfObject(part as AmfProperties)] as const));
}

function readPart<Part>(value: AmfValue, ranges: Ranges<Part>): Partial<Record<keyof Part, number>> | undefined {
  if (!hasProperties(value)) return undefined;
  const part: Partial<Record<keyof Part, number>> = {};
  for (const name in ranges) {
    const [least, most] = ranges[name];
    const number = property(value, name);
    if (typeof number === 'number' && number >= least && number <= most) part[name] = number;
  }
  return part;
}
