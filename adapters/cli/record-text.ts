import { messageTypeName } from '../../core/index.ts';
import { contentOf, type MediaContent, type MessageRecord, type TranscriptRecord } from '../../fixtures/index.ts';
import { printable } from './printable.ts';

/** One line about a record, for people; `undefined` for what is only for programs. */
export function recordText(record: TranscriptRecord): string | undefined {
  switch (record.kind) {
    case 'transcript':
      return undefined;
    case 'end': {
      const { packets, connections, trouble } = record;
      const why = trouble === undefined ? '' : `; ${trouble.message}, at byte ${trouble.at}`;
      return `${packets} packets, ${connections} connections${why}`;
    }
    default: {
      const seconds = (record.timeMs / 1e3).toFixed(6).padStart(12);
      const direction = 'direction' in record ? ` ${record.direction}` : '';
      const odd = record.anomalies.map(({ rule, message }) => ` [${rule}: ${message}]`).join('');
      return `${String(record.frame).padStart(6)} ${seconds} #${record.connection}${direction} ${textOf(record)}${odd}`;
    }
  }
}

function textOf(record: Exclude<TranscriptRecord, { readonly kind: 'transcript' | 'end' }>): string {
  switch (record.kind) {
    case 'connection':
      return `${record.client} to ${record.server}: ${record.protocol}${record.start === 'syn' ? '' : ', met in its middle'}`;
    case 'handshake': {
      const { part, facts } = record;
      return `${part} ${[facts?.peerVersion, facts?.form, facts?.answer].filter((fact) => fact !== undefined).join(', ')}`;
    }
    case 'message':
      return messageText(record);
    case 'gap':
      return `gap of ${record.length} bytes, ${record.lost === 'message' ? 'one message lost' : 'searching for a chunk'}`;
    case 'fault':
      return `fault ${record.code}: ${record.message}`;
    case 'resumed':
      return `resumed after ${record.skipped} bytes, chunk size ${record.chunkSize}`;
    case 'close':
      return `closed: ${record.reason}, ${record.bytes} bytes`;
  }
}

function messageText(record: MessageRecord): string {
  const { chunkStreamId, chunkType, timestamp, messageLength, messageTypeId, messageStreamId } = record;
  const header = `chunk stream ${chunkStreamId} type ${chunkType}, stream ${messageStreamId}, ${timestamp} ms`;
  const { command, transactionId, dataHandler, arguments: values, control, video, audio } = contentOf(record);
  const said = values === undefined ? '' : values.map((value) => JSON.stringify(value)).join(', ');
  const name = messageTypeName(messageTypeId);
  const parts = [
    command === undefined ? '' : ` ${command}(${JSON.stringify(transactionId)}${said === '' ? '' : `, ${said}`})`,
    dataHandler === undefined ? '' : ` ${dataHandler}(${said})`,
    control === undefined ? '' : ` ${JSON.stringify(control)}`,
    mediaText(video ?? audio),
  ];
  return printable(`${name} ${messageLength} bytes, ${header}${parts.join('')}`);
}

function mediaText(media: MediaContent | undefined): string {
  if (media === undefined) return '';
  const tracks = media.tracks.map(({ trackId, codec, compositionTime }) =>
    [trackId === 0 ? codec : `${codec} track ${trackId}`, compositionTime ? `+${compositionTime} ms` : '']
      .join(' ')
      .trim(),
  );
  return ` ${[media.frameType, media.packetType, ...tracks].filter((part) => part !== undefined).join(' ')}`;
}
