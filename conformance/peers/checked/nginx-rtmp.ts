import type { CheckedPeer } from './checked-peer.ts';

/** Captures of cases run alone against nginx 1.22.1, its log of level info, and the source in the module's repository. */
export const NGINX_RTMP: CheckedPeer = {
  name: 'nginx-rtmp',
  role: 'server',
  version: '1:1.2.2+dfsg-3',
  causes: [
    {
      text: 'Abort Message is read and not acted on, and a type 0 chunk within an unfinished message is taken for more of it.',
      cells: [
        {
          id: '2.33',
          saw: '128 of 300 bytes, then a whole createStream of 60 bytes in a type 0 chunk of that chunk stream: neither an answer nor an end.',
        },
        {
          id: '3.10',
          saw: '128 of 300 bytes, Abort Message of chunk stream 5, then a createStream of 60 bytes there: no answer.',
        },
        {
          id: '3.13',
          saw: 'Chunks of a picture and a sound, Abort Message for the sound, the rest of the picture: the picture came, a whole sound sent after it did not.',
        },
      ],
    },
    {
      text: 'A Set Chunk Size counts for the message under way as well: what had come of it by the old size is not counted right.',
      cells: [
        {
          id: '2.39',
          saw: '4096 of 9000 bytes in a chunk, Set Chunk Size 128, the rest in chunks of 128: reset; its log has "RTMP in chunk stream too big: 33", which is payload read as a header.',
        },
      ],
    },
    {
      text: 'A Set Chunk Size of more than 10485760 is refused in the log only: it reads on by the old size, and payload as headers.',
      cells: [
        {
          id: '3.5',
          runs: ['2147483647', '16777216', '16777215'],
          saw: 'The size, then a message of 5000 bytes in one chunk: its log has "too big RTMP chunk size", then "RTMP in chunk stream too big: 33", and it resets.',
        },
      ],
    },
    {
      text: 'Players get times as deltas by type 1 chunks, also where they go back.',
      cells: [
        {
          id: '2.30',
          saw: 'Sounds at 5000 and 1000 ms, each by type 0: the second came by type 1, with an extended delta that wraps.',
        },
      ],
    },
    {
      text: 'Of a User Control event only what lies in the first buffer is read: in chunks of one byte that is too little, and it is dropped.',
      cells: [
        {
          id: '4.16',
          saw: 'Set Chunk Size 1, a Ping Request in six chunks: no Ping Response. In one chunk (4.11) it is answered.',
        },
      ],
    },
    {
      text: 'A data message without a name in it ends the connection.',
      cells: [
        {
          id: '2.5',
          runs: ['type 18'],
          saw: 'An empty message of type 18 by the publisher: FIN, and Stream EOF to the player.',
        },
        { id: '5.21', runs: ['data of four zero bytes'], saw: 'A data message of four zero bytes: FIN.' },
      ],
    },
    {
      text: 'AMF0 values other than numbers, booleans, strings, objects, arrays and null end the connection, wherever they stand.',
      cells: [
        {
          id: '5.12',
          runs: ['an object and a reference to it, read over'],
          saw: '`publish` with a reference in its command object: FIN instead of Publish.Start.',
        },
        {
          id: '5.13',
          runs: ['a typed object, read over', 'an XML document, read over'],
          saw: '`publish` with such a value as command object: FIN instead of Publish.Start.',
        },
        {
          id: '6.6',
          runs: ['reference', 'date', 'long string', 'unsupported', 'XML', 'typed object'],
          saw: '`connect` with one such property that nobody needs: FIN instead of `_result`. The same connect without it is answered.',
        },
      ],
    },
    {
      text: 'A stray end-of-object marker between two values is read over.',
      cells: [{ id: '5.15', runs: ['marker 09'], saw: '`publish` with marker 09 as command object: Publish.Start.' }],
    },
    {
      text: 'deleteStream ends what the connection publishes, whatever id it says.',
      cells: [
        {
          id: '7.10',
          saw: 'deleteStream of ids that are not its own by a publisher: a player that came then got Play.Start, and neither headers nor the next key frame.',
        },
      ],
    },
    {
      text: 'Metadata is written anew from integers: a fraction is lost.',
      cells: [
        {
          id: '7.18',
          runs: ['@setDataFrame, ECMA array', '@setDataFrame, object', 'bare, object', 'as in FLV files'],
          saw: 'framerate 29.97 was sent; the player got an onMetaData of the server with framerate 29.',
        },
      ],
    },
    {
      text: 'Play is never preceded by Play.Reset.',
      cells: [
        {
          id: '8.9',
          runs: ['reset true'],
          saw: '`play` of another name with reset true on a stream that plays: Play.Start of it, and no Play.Reset.',
        },
      ],
    },
    {
      text: 'Parts of an aggregate are handled like messages of their own, commands and aggregates too.',
      cells: [
        {
          id: '9.16',
          runs: ['an aggregate inside', 'a command inside'],
          saw: 'The player got the sound hidden two aggregates deep; a deleteStream within an aggregate ended the publication.',
        },
      ],
    },
    {
      text: 'Commands are taken in any state: without connect, without createStream, and publish, play and pause on a stream that publishes.',
      cells: [
        {
          id: '14.3',
          runs: [
            'createStream in handshaken',
            'publish in connected',
            'play in connected',
            'publish in publishing',
            'play in publishing',
            'pause in publishing',
            'unpause in publishing',
          ],
          saw: 'Each of them was answered as in its place: `_result`, Publish.Start, Play.Start, Pause.Notify, Unpause.Notify.',
        },
      ],
    },
  ],
  unsaid: [
    {
      id: '5.8',
      why: 'it tells players of metadata with the next frame, in words of its own: that none came behind the last frame is no sign that it did not read it.',
    },
  ],
};
