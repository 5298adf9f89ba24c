export type UsageErrorCode =
  | 'commandNotLegalNow'
  | 'requestUnknown'
  | 'callUnknown'
  | 'messageStreamUnknown'
  | 'tcUrlInvalid'
  | 'tooManyPendingCalls'
  | 'timestampNotUint32'
  | 'bufferLengthNotUint32'
  | 'chunkSizeOutOfRange'
  | 'messageTooLong'
  | 'aggregateEmpty'
  | 'optionOutOfRange';

/** The embedder called something that is not legal; thrown before any state changed. */
export class RtmpUsageError extends Error {
  readonly code: UsageErrorCode;

  constructor(code: UsageErrorCode, message: string) {
    super(message);
    this.name = 'RtmpUsageError';
    this.code = code;
  }
}
