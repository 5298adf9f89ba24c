/**
 * What servers tell every client, some of them as calls: measurements of the bandwidth and their end (CMD-22), and the FC
 * family (CMD-17 to CMD-20). Clients of that time ignored what they had no use for; an `_error` nobody expects.
 */
export const SERVER_NOTICES: ReadonlySet<string> = new Set([
  'onBWDone',
  'onBWCheck',
  '_onbwcheck',
  '_onbwdone',
  'onFCPublish',
  'onFCUnpublish',
  'onFCSubscribe',
  'onFCUnsubscribe',
]);
