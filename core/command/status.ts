import type { AmfObject, AmfValue } from '../amf/value.ts';
import { amfObject, property } from '../amf/value.ts';

export type StatusLevel = 'status' | 'error' | 'warning';

/** The status codes that this core sends or waits for, with the level each has on the wire (commands.md, section 6). */
export const STATUS_LEVELS = {
  'NetConnection.Call.Failed': 'error',
  'NetConnection.Connect.Failed': 'error',
  'NetConnection.Connect.InvalidApp': 'error',
  'NetConnection.Connect.Rejected': 'error',
  'NetConnection.Connect.Success': 'status',
  'NetStream.Failed': 'error',
  'NetStream.Play.Failed': 'error',
  'NetStream.Play.PublishNotify': 'status',
  'NetStream.Play.Reset': 'status',
  'NetStream.Play.Start': 'status',
  'NetStream.Play.Stop': 'status',
  'NetStream.Play.StreamNotFound': 'error',
  'NetStream.Play.UnpublishNotify': 'status',
  'NetStream.Publish.BadName': 'error',
  'NetStream.Publish.Rejected': 'error',
  'NetStream.Publish.Start': 'status',
  'NetStream.Unpublish.Success': 'status',
} as const satisfies Record<string, StatusLevel>;

export type StatusCode = keyof typeof STATUS_LEVELS;

/** What an information object says (CMD-50). `code` is any text: services have codes of their own. */
export interface Status {
  readonly level: StatusLevel;
  readonly code: string;
  readonly description: string;
}

/** A status under one of the codes above, with the level that belongs to it. */
export function status(code: StatusCode, description: string): Status {
  return { level: STATUS_LEVELS[code], code, description };
}

/** The information object: level, code and description first and flat, as scanning readers need them (Q-47, AMF-ENC-5). */
export function informationObject({ level, code, description }: Status, extra?: AmfObject): AmfObject {
  const information = amfObject({ level, code, description });
  for (const [key, value] of extra?.properties ?? []) information.properties.set(key, value);
  return information;
}

/** Reads an information object of any peer: what is missing or no string reads as empty text. */
export function readInformation(information: AmfValue): { level: string; code: string; description: string } {
  return {
    level: text(property(information, 'level')),
    code: text(property(information, 'code')),
    description: text(property(information, 'description')),
  };
}

function text(value: AmfValue): string {
  return typeof value === 'string' ? value : '';
}
