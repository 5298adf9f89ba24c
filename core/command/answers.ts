import { amfObject } from '../amf/make-value.ts';
import type { AmfObject, AmfValue } from '../amf/value.ts';
import { encodeCommand } from '../message/command-message.ts';
import { encodeData } from '../message/data-message.ts';
import type { Status } from './status.ts';
import { informationObject, status } from './status.ts';

/** Payloads of the commands that a server sends, AMF0. Their order on the wire is for the sessions to keep. */

/**
 * `_result` to `connect` (CMD-9), in AMF0 whatever was agreed on (AMF3-26). `fmsVer` and `capabilities` come first: FMLE
 * needs them there.
 *
 * @param objectEncoding - 3 tells a client that asked for it that it may send AMF3 (AMF3-27)
 */
export function connectResult(
  transactionId: number,
  extra: { properties?: AmfObject | undefined; information?: AmfObject | undefined },
  objectEncoding: 0 | 3 = 0,
): Uint8Array {
  const properties = amfObject({ fmsVer: 'FMS/3,0,1,123', capabilities: 31 });
  for (const [key, value] of extra.properties?.properties ?? []) properties.properties.set(key, value);
  const information = informationObject(status('NetConnection.Connect.Success', 'Connection succeeded.'));
  information.properties.set('objectEncoding', objectEncoding);
  for (const [key, value] of extra.information?.properties ?? []) information.properties.set(key, value);
  return encodeCommand('_result', transactionId, properties, information);
}

/** `_error` to `connect` (CMD-10); `redirect` names the URL to try instead. */
export function connectError(transactionId: number, refusal: Status, redirect?: string): Uint8Array {
  const ex = redirect === undefined ? undefined : amfObject({ ex: amfObject({ code: 302, redirect }) });
  return encodeCommand('_error', transactionId, null, informationObject(refusal, ex));
}

/** `_result` with one value (CMD-3). */
export function result(transactionId: number, value: AmfValue): Uint8Array {
  return encodeCommand('_result', transactionId, null, value);
}

/** `_error` to a call that failed or that nobody knows (CMD-4). */
export function callFailed(transactionId: number, description: string): Uint8Array {
  return encodeCommand(
    '_error',
    transactionId,
    null,
    informationObject(status('NetConnection.Call.Failed', description)),
  );
}

/** `onStatus` (CMD-35). */
export function onStatus(information: Status): Uint8Array {
  return encodeCommand('onStatus', 0, null, informationObject(information));
}

/** Where a server wants its client, and why; both may be absent (ERTMP-39, ERTMP-40). */
export interface ReconnectTarget {
  /** Absolute, `//host/app` or `/app`; absent: where it is connected now. */
  readonly tcUrl?: string | undefined;
  readonly description?: string | undefined;
}

/** `onStatus` that asks the client to reconnect, with its properties in the order of the specification (ERTMP-40). */
export function reconnectRequest({ tcUrl, description }: ReconnectTarget): Uint8Array {
  const information = amfObject({ level: 'status', code: 'NetConnection.Connect.ReconnectRequest' });
  if (tcUrl !== undefined) information.properties.set('tcUrl', tcUrl);
  if (description !== undefined) information.properties.set('description', description);
  return encodeCommand('onStatus', 0, null, information);
}

/** `onStatus` that a `play2` is under way, with the reason that Flash names in it (CMD-27). */
export function onTransition(): Uint8Array {
  const information = status('NetStream.Play.Transition', 'Changing the stream.');
  const reason = amfObject({ reason: 'NetStream.Transition.Success' });
  return encodeCommand('onStatus', 0, null, informationObject(information, reason));
}

/**
 * `onPlayStatus`, a data message (CMD-36).
 *
 * @param played - what has played, where it is known: seconds and bytes
 */
export function onPlayStatus(
  information: Status,
  { duration, bytes }: { readonly duration?: number; readonly bytes?: number } = {},
): Uint8Array {
  const object = informationObject(information);
  if (duration !== undefined) object.properties.set('duration', duration);
  if (bytes !== undefined) object.properties.set('bytes', bytes);
  return encodeData('onPlayStatus', object);
}

/** `onFCPublish`, `onFCUnpublish`, `onFCSubscribe`: always with transaction 0 and null, as encoders wait for them. */
export function onFc(
  name: 'onFCPublish' | 'onFCUnpublish' | 'onFCSubscribe',
  { code, description }: Status,
): Uint8Array {
  return encodeCommand(name, 0, null, amfObject({ code, description }));
}
