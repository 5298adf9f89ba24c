import { describe, expect, it } from 'vitest';
import { CapsEx, NO_CAPABILITIES } from '../../core/index.ts';
import type { LiveServerEvent } from '../server/event.ts';
import { logLineOf } from './log-line.ts';

const KEY = 'sk_live_0123456789abcdef';
const path = `live/${KEY}`;
const connection = { id: 7, app: 'live', peer: { address: '192.0.2.7', port: 50_112, secure: false }, openedAt: 0 };
const player = { messages: 1, bytes: 2, picturesSkipped: 3, skips: 1 };
const publisher = {
  messages: 9,
  bytes: 90,
  sounds: 3,
  pictures: 6,
  keyFrames: 1,
  unreadable: 0,
  undecodable: 0,
  uncached: 0,
};

const recorded = { bytes: 5, durationMs: 40, skippedMessages: 0 };
const failure = { code: 'ENOSPC', description: 'The disk is full.', error: new Error(`ENOSPC: ${path}.flv`) };

const track = { media: 'video', trackId: 0, codecId: 7, codec: 'AVC', width: 320, height: 180 } as const;

/** One event of each type that can carry a stream name, each with the key in all of its places. */
const events: LiveServerEvent[] = [
  { type: 'requestRefused', connection, request: 'publish', path, reason: 'nameInUse', description: 'In use.' },
  { type: 'streamPublished', connection, path, tookOver: false, playerCount: 2 },
  { type: 'trackDescribed', connection, path, track },
  { type: 'streamEnded', connection, path, reason: 'unpublished', counters: publisher },
  { type: 'recordingStarted', connection, path, file: `${path}.flv`, isContinued: false },
  { type: 'recordingSkipping', connection, path, file: `${path}.flv` },
  { type: 'recordingStopped', connection, path, file: `${path}.flv`, reason: 'unpublished', ...recorded },
  { type: 'recordingFailed', connection, path, file: `${path}.flv`, ...failure, ...recorded },
  { type: 'playerJoined', connection, path, isWaiting: true },
  { type: 'playerLeft', connection, path, reason: 'closedStream', counters: player },
  { type: 'vodStarted', connection, path, positionMs: 2_500, durationMs: 60_000 },
  { type: 'vodEnded', connection, path, reason: 'closedStream', positionMs: 7_040, bytes: 2, messages: 1 },
  { type: 'vodFailed', connection, path, failure: 'unreadable', error: Object.assign(new Error(KEY), { code: 'EIO' }) },
];

describe('logLineOf', () => {
  it('shows no key of a client that has it in the place of the app', () => {
    const keyed = { ...connection, app: KEY };
    const told: LiveServerEvent[] = [
      { type: 'clientConnected', connection: keyed, app: KEY, flashVer: 'FMLE/3.0', capabilities: NO_CAPABILITIES },
      { type: 'requestRefused', connection: keyed, request: 'connect', path: KEY, reason: 'hook', description: 'No.' },
      { type: 'streamPublished', connection: keyed, path: KEY, tookOver: false, playerCount: 0 },
    ];
    for (const event of told) expect(JSON.stringify(logLineOf(event))).not.toContain(KEY.slice(0, 9));
  });

  it.each(events)('shows no stream key: $type', (event) => {
    expect(JSON.stringify(logLineOf(event))).not.toContain(KEY.slice(0, 9));
    expect(JSON.stringify(logLineOf(event))).toContain('live/sk_l…#');
  });

  it('says what a client announced of Enhanced RTMP, if anything', () => {
    const enhanced = { ...NO_CAPABILITIES, capsEx: CapsEx.multitrack, fourCcList: ['av01', 'hvc1'] };
    const fieldsOf = (capabilities: typeof enhanced | typeof NO_CAPABILITIES) =>
      logLineOf({ type: 'clientConnected', connection, app: 'live', flashVer: 'Lavf', capabilities }).fields;
    expect(fieldsOf(enhanced)).toMatchObject({ agent: 'Lavf', enhanced: 'multitrack; fourCcList av01 hvc1' });
    expect(fieldsOf(NO_CAPABILITIES).enhanced).toBeUndefined();
  });

  it('says what became of a recording, and shouts when it failed', () => {
    const [stopped, failed] = events.filter(({ type }) => type === 'recordingStopped' || type === 'recordingFailed');
    const stream = expect.stringMatching(/^live\/sk_l…#/);
    const size = { bytes: 5, durationMs: 40, skipped: 0 };
    expect(logLineOf(stopped!)).toMatchObject({ level: 'info', fields: { stream, reason: 'unpublished', ...size } });
    expect(logLineOf(failed!)).toMatchObject({
      level: 'error',
      fields: { stream, failure: 'ENOSPC', description: 'The disk is full.', ...size },
    });
  });

  it('says who and what', () => {
    expect(logLineOf(events[1]!)).toEqual({
      level: 'info',
      message: 'Stream published.',
      fields: {
        connection: 7,
        peer: '192.0.2.7:50112',
        stream: expect.stringMatching(/^live\/sk_l…#[0-9a-f]{4}$/),
        tookOver: false,
        players: 2,
      },
    });
  });

  it('says where a client was sent, where that is known', () => {
    const tcUrl = 'rtmp://b.example/live';
    const told = logLineOf({ type: 'reconnectRequested', connection, tcUrl });
    expect(told).toMatchObject({ level: 'info', message: 'Client asked to reconnect.', fields: { to: tcUrl } });
    expect(logLineOf({ type: 'reconnectRequested', connection, tcUrl: undefined }).fields.to).toBeUndefined();
  });

  it('says what a track is', () => {
    expect(logLineOf(events[2]!)).toMatchObject({ message: 'Track found.', fields: { track: 'AVC, 320x180' } });
  });

  it('warns of a connection that was dropped as one too many', () => {
    const told = logLineOf({ type: 'connectionDropped', connection });
    expect(told).toMatchObject({ level: 'warn', message: 'Connection dropped: there are as many as may be.' });
  });

  it('writes an IPv6 peer in brackets', () => {
    const peer = { address: '2001:db8::1', port: 1, secure: true };
    const { fields } = logLineOf({ type: 'connectionOpened', connection: { ...connection, peer } });
    expect(fields).toMatchObject({ peer: '[2001:db8::1]:1', secure: true });
  });

  it('warns of a player that was cut', () => {
    const cut: LiveServerEvent = { type: 'playerLeft', connection, path, reason: 'stalled', counters: player };
    expect(logLineOf(cut)).toMatchObject({ level: 'warn', message: 'Player cut: it was too slow.' });
  });

  it('says where a recording begins and where its player left', () => {
    const [started, ended, failed] = events
      .filter(({ type }) => type.startsWith('vod'))
      .map((event) => logLineOf(event));
    expect(started?.fields).toMatchObject({ position: '2.5s', duration: '60.0s' });
    expect(ended).toMatchObject({ level: 'info', fields: { position: '7.0s', reason: 'closedStream' } });
    expect(failed).toMatchObject({ level: 'warn', fields: { failure: 'unreadable', code: 'EIO' } });
    const gone: LiveServerEvent = { type: 'vodFailed', connection, path, failure: 'notFlv', error: undefined };
    expect(logLineOf(gone).fields.code).toBeUndefined();
    const cut = {
      type: 'vodEnded',
      connection,
      path,
      reason: 'stalled',
      positionMs: 0,
      bytes: 0,
      messages: 0,
    } as const;
    expect(logLineOf(cut)).toMatchObject({ level: 'warn', message: 'Player of a recording cut: it took nothing.' });
  });

  it('takes a lost peer as daily life and a broken rule as a warning', () => {
    const closed = {
      type: 'connectionClosed',
      connection,
      failure: undefined,
      bytesReceived: 1,
      bytesSent: 2,
    } as const;
    const fault = { kind: 'peerMisbehaved', code: 'handshakeVersion', spec: '5.2.2', at: 0, message: 'no' } as const;
    const lost = { ...fault, kind: 'transportLost', code: 'endedInMessage' } as const;
    expect(logLineOf({ ...closed, fault: undefined }).level).toBe('info');
    expect(logLineOf({ ...closed, fault: lost }).level).toBe('info');
    expect(logLineOf({ ...closed, fault })).toMatchObject({ level: 'warn', fields: { fault: 'handshakeVersion' } });
    const failure = { code: 'ECONNRESET', message: 'reset' };
    expect(logLineOf({ ...closed, fault: undefined, failure }).fields.failure).toBe('ECONNRESET');
  });

  it('tells deviations to who asks for them, and failures of hooks as errors', () => {
    const deviated = { type: 'clientDeviated', connection, code: 'echoMismatch', rule: 'Q-1', message: 'm' } as const;
    expect(logLineOf(deviated)).toMatchObject({ level: 'debug', fields: { code: 'echoMismatch', detail: 'm' } });
    const failed = { type: 'hookFailed', connection, hook: 'onPublish', error: new Error('down') } as const;
    expect(logLineOf(failed)).toMatchObject({ level: 'error', fields: { error: 'Error: down' } });
  });
});
