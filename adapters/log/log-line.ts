import { capabilitiesLine, trackLine } from '../../core/index.ts';
import type { LiveServerEvent } from '../server/event.ts';
import type { LogFields, LogLevel } from './logger.ts';
import { redactStream } from './redact.ts';

/** What is logged of an event of the live server. */
export interface LogLine {
  readonly level: Exclude<LogLevel, 'silent'>;
  readonly message: string;
  readonly fields: LogFields;
}

/** The line for an event: streams are redacted, trouble that an operator may act on is a warning. */
export function logLineOf(event: LiveServerEvent): LogLine {
  switch (event.type) {
    case 'connectionOpened':
      return line('debug', 'Connection opened.', event, { secure: event.connection.peer.secure });
    case 'connectionDropped':
      return line('warn', 'Connection dropped: there are as many as may be.', event, {});
    case 'clientConnected':
      // Not its app: a client without a stream name has its key there.
      return line('info', 'Client connected.', event, {
        agent: event.flashVer,
        enhanced: capabilitiesLine(event.capabilities) || undefined,
      });
    case 'requestRefused': {
      const { request, reason, description } = event;
      return line('warn', 'Request refused.', event, { request, stream: streamOf(event), reason, description });
    }
    case 'streamPublished': {
      const { tookOver, playerCount } = event;
      return line('info', 'Stream published.', event, {
        stream: streamOf(event),
        tookOver,
        players: playerCount,
      });
    }
    case 'trackDescribed':
      return line('info', 'Track found.', event, { stream: streamOf(event), track: trackLine(event.track) });
    case 'streamEnded': {
      const { messages, bytes } = event.counters;
      return line('info', 'Stream ended.', event, {
        stream: streamOf(event),
        reason: event.reason,
        messages,
        bytes,
      });
    }
    case 'recordingStarted':
      return line('info', 'Recording.', event, { stream: streamOf(event), appending: event.isContinued });
    case 'recordingSkipping':
      return line('warn', 'Recording skips: the disk is too slow.', event, { stream: streamOf(event) });
    case 'recordingStopped':
      return line('info', 'Recorded.', event, { stream: streamOf(event), reason: event.reason, ...sizeOf(event) });
    case 'recordingFailed': {
      const { code: failure, description } = event;
      return line('error', 'Recording failed.', event, {
        stream: streamOf(event),
        failure,
        description,
        ...sizeOf(event),
      });
    }
    case 'playerJoined':
      return line('info', 'Player joined.', event, { stream: streamOf(event), waiting: event.isWaiting });
    case 'playerLeft':
      return playerLeft(event);
    case 'vodStarted': {
      const { positionMs, durationMs } = event;
      return line('info', 'Recording played.', event, {
        stream: streamOf(event),
        position: seconds(positionMs),
        duration: seconds(durationMs),
      });
    }
    case 'vodEnded':
      return vodEnded(event);
    case 'vodFailed': {
      // Not what the source threw: it names the file.
      const { failure, error } = event;
      const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
      return line('warn', 'A recording cannot be played.', event, { stream: streamOf(event), failure, code });
    }
    case 'clientDeviated': {
      const { code, rule, message } = event;
      return line('debug', 'Client deviates from the specification.', event, { code, rule, detail: message });
    }
    case 'hookFailed':
      return line('error', 'A hook failed.', event, { hook: event.hook, error: String(event.error) });
    case 'reconnectRequested':
      return line('info', 'Client asked to reconnect.', event, { to: event.tcUrl });
    case 'connectionClosed':
      return connectionClosed(event);
    default:
      return event satisfies never;
  }
}

function streamOf({ path, connection }: LiveServerEvent & { readonly path: string }): string {
  return redactStream(path, connection.app);
}

/** Not the file: its name has the stream's in it. */
function sizeOf({ bytes, durationMs, skippedMessages }: EventOf<'recordingStopped' | 'recordingFailed'>): LogFields {
  return { bytes, durationMs, skipped: skippedMessages };
}

type EventOf<Type extends LiveServerEvent['type']> = Extract<LiveServerEvent, { type: Type }>;

function playerLeft(event: EventOf<'playerLeft'>): LogLine {
  const { reason } = event;
  const { messages, bytes, picturesSkipped } = event.counters;
  const wasCut = reason === 'backlog' || reason === 'stalled';
  const message = wasCut ? 'Player cut: it was too slow.' : 'Player left.';
  const fields = { stream: streamOf(event), reason, messages, bytes, picturesSkipped };
  return line(wasCut ? 'warn' : 'info', message, event, fields);
}

function vodEnded(event: EventOf<'vodEnded'>): LogLine {
  const { reason, positionMs, messages, bytes } = event;
  const wasCut = reason === 'stalled';
  const message = wasCut ? 'Player of a recording cut: it took nothing.' : 'Recording left.';
  const fields = { stream: streamOf(event), reason, position: seconds(positionMs), messages, bytes };
  return line(wasCut ? 'warn' : 'info', message, event, fields);
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)}s`;
}

/** A peer that went away is daily life; one that broke a rule or a limit is worth a look. */
function connectionClosed(event: EventOf<'connectionClosed'>): LogLine {
  const { fault, failure, bytesReceived, bytesSent } = event;
  const level = fault === undefined || fault.kind === 'transportLost' ? 'info' : 'warn';
  const trouble = { fault: fault?.code, detail: fault?.message, failure: failure?.code };
  return line(level, 'Connection closed.', event, { ...trouble, bytesReceived, bytesSent });
}

function line(level: LogLine['level'], message: string, event: LiveServerEvent, fields: LogFields): LogLine {
  const { id, peer } = event.connection;
  const host = peer.address.includes(':') ? `[${peer.address}]` : peer.address;
  return { level, message, fields: { connection: id, peer: `${host}:${peer.port}`, ...fields } };
}
