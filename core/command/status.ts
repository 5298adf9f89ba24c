import { amfObject } from '../amf/make-value.ts';
import type { AmfObject, AmfValue } from '../amf/value.ts';
import { property } from '../amf/value.ts';

export type StatusLevel = 'status' | 'error' | 'warning';

/**
 * Every status code that Adobe, Red5 and Enhanced RTMP name, with the level it has on the wire (commands.md, section 6).
 * Services add codes of their own, so a code of a peer is any text.
 */
export const STATUS_LEVELS = {
  'Application.GC': 'status',
  'Application.Resource.LowMemory': 'warning',
  'Application.Script.Error': 'error',
  'Application.Script.Warning': 'warning',
  'Application.Shutdown': 'status',
  'NetConnection.Call.BadVersion': 'error',
  'NetConnection.Call.Failed': 'error',
  'NetConnection.Call.Prohibited': 'error',
  'NetConnection.Connect.AppShutdown': 'error',
  'NetConnection.Connect.Closed': 'status',
  'NetConnection.Connect.Failed': 'error',
  'NetConnection.Connect.IdleTimeout': 'status',
  'NetConnection.Connect.InvalidApp': 'error',
  'NetConnection.Connect.NetworkChange': 'status',
  'NetConnection.Connect.ReconnectRequest': 'status',
  'NetConnection.Connect.Rejected': 'error',
  'NetConnection.Connect.Success': 'status',
  'NetConnection.Proxy.NotResponding': 'error',
  'NetStream.Buffer.Empty': 'status',
  'NetStream.Buffer.Flush': 'status',
  'NetStream.Buffer.Full': 'status',
  'NetStream.Clear.Failed': 'error',
  'NetStream.Clear.Success': 'status',
  'NetStream.Connect.Closed': 'status',
  'NetStream.Connect.Failed': 'error',
  'NetStream.Connect.Rejected': 'error',
  'NetStream.Connect.Success': 'status',
  'NetStream.Data.Start': 'status',
  'NetStream.Failed': 'error',
  'NetStream.InvalidArg': 'error',
  'NetStream.Pause.Notify': 'status',
  'NetStream.Play.Complete': 'status',
  'NetStream.Play.Failed': 'error',
  'NetStream.Play.FileStructureInvalid': 'error',
  'NetStream.Play.InsufficientBW': 'warning',
  'NetStream.Play.NoSupportedTrackFound': 'status',
  'NetStream.Play.PublishNotify': 'status',
  'NetStream.Play.Reset': 'status',
  'NetStream.Play.Start': 'status',
  'NetStream.Play.Stop': 'status',
  'NetStream.Play.StreamNotFound': 'error',
  'NetStream.Play.Switch': 'status',
  'NetStream.Play.Transition': 'status',
  'NetStream.Play.TransitionComplete': 'status',
  'NetStream.Play.UnpublishNotify': 'status',
  'NetStream.Publish.BadName': 'error',
  'NetStream.Publish.Denied': 'error',
  'NetStream.Publish.Failed': 'error',
  'NetStream.Publish.Idle': 'status',
  'NetStream.Publish.Rejected': 'error',
  'NetStream.Publish.Start': 'status',
  'NetStream.Publish.Unauthorized': 'error',
  'NetStream.Record.AlreadyExists': 'status',
  'NetStream.Record.Failed': 'error',
  'NetStream.Record.NoAccess': 'error',
  'NetStream.Record.Start': 'status',
  'NetStream.Record.Stop': 'status',
  'NetStream.Seek.Complete': 'status',
  'NetStream.Seek.Failed': 'error',
  'NetStream.Seek.InvalidTime': 'error',
  'NetStream.Seek.Notify': 'status',
  'NetStream.Step.Notify': 'status',
  'NetStream.Transition.Forced': 'status',
  'NetStream.Transition.Success': 'status',
  'NetStream.Unpause.Notify': 'status',
  'NetStream.Unpublish.Success': 'status',
  'NetStream.Video.DimensionChange': 'status',
  'SharedObject.BadPersistence': 'error',
  'SharedObject.Flush.Failed': 'error',
  'SharedObject.Flush.Success': 'status',
  'SharedObject.NoReadAccess': 'error',
  'SharedObject.NoWriteAccess': 'error',
  'SharedObject.ObjectCreationFailed': 'error',
  'SharedObject.UriMismatch': 'error',
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
