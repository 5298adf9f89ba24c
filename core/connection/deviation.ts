/**
 * Deviations of real peers that we may accept: each has a name, the quirk or rule that describes it, and a default.
 *
 * One mechanism serves every leniency: `accept` takes what came, counts it and reports it by a `deviated` event (the
 * first time on a connection; later ones are only counted); `refuse` closes the connection with a fault of the same code.
 */
export const DEVIATIONS = {
  echoMismatch: { rule: 'Q-1', spec: '5.2.4', byDefault: 'accept' },
  digestMissing: { rule: 'HS-31', spec: 'HS-33', byDefault: 'accept' },
  extendedTimestampOmitted: { rule: 'Q-8', spec: '5.3.1.3', byDefault: 'accept' },
  extendedTimestampZeroed: { rule: 'CHK-24', spec: '5.3.1.3', byDefault: 'accept' },
  extendedDeltaAbsolute: { rule: 'Q-9', spec: '5.3.1.3', byDefault: 'accept' },
  typeThreeAfterTypeZeroJump: { rule: 'Q-12', spec: '5.3.1.2.4', byDefault: 'accept' },
  typeOneFirst: { rule: 'Q-13', spec: '5.3.1.2.2', byDefault: 'accept' },
  headerInsideMessage: { rule: 'Q-15', spec: '5.3.1.2', byDefault: 'refuse' },
  chunkSizeClamped: { rule: 'Q-16', spec: '5.4.1', byDefault: 'accept' },
  messageStreamIdUnknown: { rule: 'Q-28', spec: '5.3.1.2.5', byDefault: 'accept' },
  acknowledgementMissing: { rule: 'Q-32', spec: '5.4.3', byDefault: 'accept' },
  acknowledgementIncrements: { rule: 'Q-31', spec: '5.4.3', byDefault: 'accept' },
  peerBandwidthMalformed: { rule: 'CHK-46', spec: '5.4.5', byDefault: 'accept' },
  userControlMalformed: { rule: 'Q-45', spec: '7.1.7', byDefault: 'accept' },
  amf3SelectorMissing: { rule: 'AMF3-25', spec: '7.1.1', byDefault: 'accept' },
  unknownMessageType: { rule: 'MSG-1', spec: '7.1', byDefault: 'accept' },
  aggregateMalformed: { rule: 'MSG-17', spec: '7.1.6', byDefault: 'accept' },
  sharedObjectMalformed: { rule: 'MSG-11', spec: '7.1.3', byDefault: 'accept' },
  connectObjectMalformed: { rule: 'Q-33', spec: '7.2.1.1', byDefault: 'accept' },
  commandEmpty: { rule: 'Q-27', spec: '7.1.1', byDefault: 'accept' },
  commandTailMalformed: { rule: 'Q-49', spec: '7.1.1', byDefault: 'accept' },
  dataMalformed: { rule: 'MSG-6', spec: '7.1.2', byDefault: 'accept' },
  mediaWithoutPublish: { rule: 'MSG-8', spec: '7.2.2', byDefault: 'accept' },
  reconnectUrlUnusable: { rule: 'ERTMP-41', spec: 'ERTMP-41', byDefault: 'accept' },
  transactionUnknown: { rule: 'Q-42', spec: '7.2', byDefault: 'accept' },
} as const satisfies Record<
  string,
  { readonly rule: string; readonly spec: string; readonly byDefault: 'accept' | 'refuse' }
>;

export type DeviationCode = keyof typeof DEVIATIONS;

/** What to do with each deviation; one that is not named keeps its default. */
export type DeviationPolicy = Partial<Record<DeviationCode, 'accept' | 'refuse'>>;
