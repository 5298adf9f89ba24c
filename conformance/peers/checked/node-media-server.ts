import type { CheckedPeer } from './checked-peer.ts';

/** Captures of cases run alone against 4.4.3, its log, and its source as it is installed. */
export const NODE_MEDIA_SERVER: CheckedPeer = {
  name: 'node-media-server',
  role: 'server',
  version: '4.4.3',
  causes: [
    {
      text: 'What its parser throws is not caught: the process ends, and every connection with it.',
      cells: [
        {
          id: '3.6',
          runs: ['3 bytes', '0 bytes'],
          saw: 'A Set Chunk Size of no bytes: ERR_BUFFER_OUT_OF_BOUNDS, exit 1. One of three bytes is read with the byte that lies behind it.',
        },
        {
          id: '5.9',
          saw: '`publish` with a strict array that ends behind two of 1000 values as command object: FIN instead of Publish.Start, and no connection was accepted any more.',
        },
        {
          id: '5.11',
          runs: ['0d'],
          saw: 'createStream with the AMF0 value unsupported: "Cannot read properties of null (reading \'len\')", exit 1.',
        },
        {
          id: '5.13',
          runs: ['an XML document, read over'],
          saw: '`publish` with an XML document as command object: exit 1.',
        },
        { id: '5.14', runs: ['marker 04'], saw: 'A command with a value of a reserved marker: exit 1.' },
        { id: '5.15', runs: ['marker 09'], saw: '`publish` behind a stray end marker: exit 1.' },
        {
          id: '5.17',
          runs: ['1 bytes of a command'],
          saw: 'A command cut off behind its first byte: ERR_BUFFER_OUT_OF_BOUNDS, exit 1.',
        },
        {
          id: '5.20',
          saw: '`connect` without a command object: "Cannot read properties of undefined (reading \'tcUrl\')", exit 1.',
        },
        { id: '6.5', saw: '`connect` without tcUrl: "Invalid URL", exit 1.' },
        {
          id: '6.6',
          runs: ['unsupported'],
          saw: '`connect` with a property of the type unsupported: "Cannot read properties of null (reading \'value\')", exit 1.',
        },
        { id: '6.7', saw: '`connect` with a tcUrl that is not called so: "Invalid URL", exit 1.' },
        {
          id: '7.26',
          saw: '`publish` of false on a stream that publishes: every connection was ended, and none was accepted any more.',
        },
        {
          id: '12.2',
          runs: ['seeded 0, publish'],
          saw: 'A session of a publisher with flipped bits: every connection was ended, and none was accepted any more.',
        },
        {
          id: '12.4',
          runs: ['seeded 3'],
          saw: 'Chunks with fields at their edges: the end instead of an answer, and no connection was accepted any more.',
        },
        { id: '12.13', saw: '20000 empty data messages in a row: ERR_BUFFER_OUT_OF_BOUNDS, exit 1.' },
        {
          id: '12.22',
          runs: ['an ECMA array with length, read over'],
          saw: '`publish` with an ECMA array as command object that has a member called length: the end instead of Publish.Start, and no connection was accepted any more.',
        },
        {
          id: '12.23',
          runs: ['a?a?a?a?a?a?a?a?a?a?a?a?'],
          saw: '`connect` with that as tcUrl: "Invalid URL", exit 1.',
        },
        {
          id: '14.4',
          runs: ['command play, transaction 0: one byte cut off'],
          saw: '`play` without its last byte: ERR_OUT_OF_RANGE, exit 1.',
        },
      ],
    },
    {
      text: 'It sends no Acknowledgement, ever.',
      cells: [
        {
          id: '3.14',
          saw: 'Window Acknowledgement Size 10000 and 12000 bytes, then Set Peer Bandwidth and 28000 more: none came.',
        },
        {
          id: '3.15',
          saw: 'Window Acknowledgement Size 1000, Set Peer Bandwidth 1000, and 40 messages of 500 bytes: none came.',
        },
      ],
    },
    {
      text: 'Abort Message is read and not acted on, and a header within an unfinished message changes the length of that message.',
      cells: [
        {
          id: '2.33',
          saw: '128 of 300 bytes, then a whole message of 60 bytes in a type 0 chunk: neither an answer nor an end.',
        },
        {
          id: '2.35',
          saw: '128 of 300 bytes, then a type 1 header with length 200: what follows is not answered, and no end comes.',
        },
        {
          id: '3.10',
          saw: '128 of 300 bytes of createStream 2, Abort Message, a whole createStream 3 of 60 bytes: `_result` 2 came.',
        },
        {
          id: '3.13',
          saw: 'An unfinished sound 5, Abort Message for it, then a whole sound 6: the player got sound 5.',
        },
      ],
    },
    {
      text: 'Chunk stream ids of three bytes are computed as (64 + second + third) * 256.',
      cells: [
        {
          id: '2.9',
          runs: ['320 and 65 in the long form, both unfinished'],
          saw: 'Two messages of 200 bytes, interleaved on 01 00 01 and 01 01 00: one was answered, the other not, and no end came.',
        },
        {
          id: '2.10',
          saw: 'A message begun on chunk stream 100 in two bytes and ended in the form of three: no answer, and no end.',
        },
        {
          id: '12.6',
          saw: 'A chunk of an unfinished message on each chunk stream that there is, then a question: neither an answer nor an end, within 15 s either.',
        },
      ],
    },
    {
      text: 'Times are not counted modulo 2^32: what lies behind the wrap is dropped.',
      cells: [
        {
          id: '2.29',
          runs: ['2^32'],
          saw: 'A sound at fffffff0, and one by type 1 with delta 32: the player got the first only.',
        },
        {
          id: '9.27',
          saw: 'A picture 40 ms back by type 0 came; one 40 ms further back by type 1, with the delta ffffffd8, did not.',
        },
      ],
    },
    {
      text: 'A chunk size is taken as it comes: 0 and sizes with the top bit leave the connection open and unread.',
      cells: [
        { id: '3.3', saw: 'Set Chunk Size 0, then a question: neither an answer nor an end within 5 s.' },
        {
          id: '3.4',
          saw: 'Set Chunk Size 80001000: questions in chunks of 128 and of 4096 bytes were not answered, and no end came.',
        },
      ],
    },
    {
      text: 'An empty message is held back until the next byte comes, and goes out to players without the last byte of its header.',
      cells: [
        {
          id: '2.5',
          runs: ['audio', 'type 9', 'type 18'],
          saw: '04 000014 000000 08 01000000 was sent; nothing came for 300 ms, and with the next message 04 000014 000000 08 000000, a byte short, so that what follows it is misread.',
        },
        {
          id: '10.17',
          saw: 'An empty sound, then an Opus packet: the player got a header of eleven bytes, and the packet was misread.',
        },
      ],
    },
    {
      text: '@setDataFrame is not taken off: players get it as the name of the data message, in front of onMetaData.',
      cells: [
        {
          id: '7.18',
          runs: ['@setDataFrame, ECMA array', '@setDataFrame, object'],
          saw: 'The player got "@setDataFrame" "onMetaData" {…}, with the values that were sent.',
        },
        {
          id: '7.16',
          saw: 'What was sent right behind `publish` came all, the metadata by the name @setDataFrame.',
        },
        {
          id: '8.1',
          saw: 'Metadata, headers and media came behind Play.Start in order, the metadata by the name @setDataFrame.',
        },
        { id: '9.7', saw: 'A late player got the metadata by the name @setDataFrame.' },
        { id: '9.12', saw: 'New metadata came between the two frames, by the name @setDataFrame.' },
        { id: '10.29', saw: 'The track maps came whole, by the name @setDataFrame.' },
      ],
    },
    {
      text: 'deleteStream and closeStream do nothing: who publishes or plays does so until the connection ends.',
      cells: [
        {
          id: '7.6',
          runs: ['deleteStream', 'FCUnpublish and deleteStream'],
          saw: 'A second publisher of the name got Publish.Start, and then the end of its connection.',
        },
        {
          id: '7.8',
          saw: 'closeStream, then publish anew on the stream: Publish.Start, and then the end of the connection.',
        },
        {
          id: '8.5',
          saw: 'deleteStream of the first publisher, then `publish` of the name by a second: Publish.Start, FIN, and nothing at the player.',
        },
        { id: '8.10', runs: ['closeStream', 'deleteStream'], saw: 'The player went on getting frames.' },
        {
          id: '13.11',
          runs: ['media behind deleteStream', 'media behind deleteStream, the name given to another'],
          saw: 'A frame that the publisher sent behind its deleteStream reached the player; who published the name next was cut off.',
        },
        {
          id: '14.2',
          runs: [
            'publishing -> idle by closeStream',
            'publishing -> connected by deleteStream',
            'playing -> idle by closeStream',
            'playing -> connected by deleteStream',
          ],
          saw: 'A publisher that ended its stream and published the name again: Publish.Start, and then FIN. A player that ended its stream got the next key frame.',
        },
      ],
    },
    {
      text: 'Publish.Start is sent before it is known whether the name is free or allowed; the connection is ended then.',
      cells: [
        {
          id: '7.5',
          saw: 'Publish.Start to the second publisher of a name, then FIN; frames of the first one went on.',
        },
        {
          id: '7.15',
          runs: [
            'empty',
            'with a slash',
            'leading upwards',
            'with a prefix',
            'leading upwards in percents',
            'with NUL',
          ],
          saw: 'Publish.Start, or Play.Start, and FIN: names are to be of letters, digits, _ and -.',
        },
      ],
    },
    {
      text: 'One publication or play for a connection: whatever message stream it is on, the next takes its place in part.',
      cells: [
        {
          id: '2.37',
          saw: 'Two names published on two message streams: frames of both came to the player of the second name.',
        },
        { id: '8.8', saw: 'Two names played on two message streams: frames of both came, all on message stream 0.' },
        {
          id: '8.9',
          runs: ['reset true'],
          saw: '`play` of another name with reset true: frames of the old one came on.',
        },
        { id: '7.14', saw: '`publish` on the stream that plays: Publish.Start, and the frames that it plays came on.' },
      ],
    },
    {
      text: 'pause is not known.',
      cells: [
        { id: '8.13', runs: ['pause', 'pauseRaw'], saw: '`pause` and `pauseRaw`, true: no Pause.Notify within 2 s.' },
        { id: '8.15', runs: ['live'], saw: '`pause`, true, twice: no Pause.Notify within 2 s.' },
      ],
    },
    {
      text: 'Players are not told that a publisher has gone: it may come back for 30 s.',
      cells: [
        {
          id: '13.1',
          runs: ['relay'],
          saw: 'FIN of the publisher: for 5 s nothing came at the player, neither an event, a status nor the end.',
        },
        { id: '13.2', runs: ['relay'], saw: 'RST of the publisher: for 5 s nothing came at the player.' },
        { id: '13.5', runs: ['fin', 'rst'], saw: 'The end within a message: for 5 s nothing came at the player.' },
      ],
    },
    {
      text: 'Commands are taken in any state, before connect as well.',
      cells: [
        {
          id: '6.13',
          runs: ['publish', 'play'],
          saw: '`publish` without connect: Publish.Start of "/undefined/ck"; `play` without connect: Play.Start.',
        },
        {
          id: '14.3',
          runs: [
            'createStream in handshaken',
            'play in handshaken',
            'publish in connected',
            'play in connected',
            'publish in publishing',
            'play in publishing',
            'publish in playing',
            'media in playing',
            'publish in paused',
            'media in paused',
          ],
          saw: 'Each was answered as in its place, and media of a player reached other players.',
        },
      ],
    },
    {
      text: 'Headers are kept for late players of some codecs only, and no header of a track or a medium beside.',
      cells: [
        {
          id: '10.8',
          runs: ['vp08', 'avc1', 'vvc1'],
          saw: 'A late player got no sequence start of these; of av01 and vp09 it did.',
        },
        {
          id: '10.12',
          runs: ['frame type 0', 'frame type 1', 'frame type 5'],
          saw: 'A late player got frames, and no metadata packet before them.',
        },
        {
          id: '10.16',
          runs: ['native', 'custom', 'unspecified'],
          saw: 'A late player got Opus frames, and no MultichannelConfig before them.',
        },
        { id: '10.18', saw: 'A late player got the avc1 frame behind a ModEx, and no sequence start before it.' },
        { id: '10.22', saw: 'A late player got the avc1 frame, and no sequence start before it.' },
        { id: '10.26', saw: 'A late player got the avc1 frame, and no sequence start before it.' },
        { id: '10.37', saw: 'A late player got the avc1 frame, and no sequence start before it.' },
      ],
    },
    {
      text: 'SequenceEnd does not end anything: the old header is sent to who comes later.',
      cells: [
        {
          id: '10.10',
          saw: 'A player that came behind SequenceEnd got the sequence start of before, then the new one.',
        },
      ],
    },
  ],
};
