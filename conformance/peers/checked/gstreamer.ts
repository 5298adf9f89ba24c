import type { CheckedPeer } from './checked-peer.ts';

/** Captures of cases run alone: rtmp2sink and rtmp2src. */
export const GSTREAMER: CheckedPeer = {
  name: 'gstreamer',
  role: 'client',
  version: '1.22.0-4+deb12u8',
  causes: [
    {
      text: 'Abort Message is not acted on, and a header within an unfinished message is taken for one of that message.',
      cells: [
        {
          id: '2.33',
          saw: '128 of 300 bytes, a whole message of 60 in a type 0 chunk, a ping: neither a Ping Response nor an end.',
        },
        {
          id: '2.35',
          saw: '128 of 300 bytes, a type 1 header with length 200, a ping: neither a Ping Response nor an end.',
        },
        { id: '3.10', saw: '128 of 300 bytes of ping 2, Abort Message, a whole ping 3: Ping Response 2 came.' },
        {
          id: '3.13',
          saw: 'An unfinished sound 5, Abort Message for it, then a whole sound 6: sound 5 was recorded, sound 6 was not.',
        },
      ],
    },
    {
      text: 'Commands behind the first of a chunk stream begin with a type 1 chunk.',
      cells: [{ id: '2.45', saw: 'releaseStream came as 43 000000 00002f 14: type 1 on chunk stream 3.' }],
    },
    {
      text: 'Every Set Peer Bandwidth is answered, the same one again too.',
      cells: [
        {
          id: '3.21',
          saw: 'Set Peer Bandwidth 1000000, twice: Window Acknowledgement Size 1000000, twice, the second by a type 3 chunk.',
        },
      ],
    },
    {
      text: 'A reference, a typed object or XML in the answer to createStream is not read over: it gives up.',
      cells: [
        {
          id: '5.12',
          runs: ['an object and a reference to it, read over'],
          saw: '`_result`, an object with a reference in it, 7: "not enough return arguments", FIN.',
        },
        {
          id: '5.13',
          runs: ['a typed object, read over', 'an XML document, read over'],
          saw: '`_result`, such a value, 7: FIN; for XML it says "createStream cmd returned ID 0".',
        },
      ],
    },
    {
      text: 'Markers that say nothing are read over, as if they were a value of no bytes.',
      cells: [
        {
          id: '5.14',
          runs: ['marker 04', 'marker 0e', 'marker 12', 'marker 7f', 'marker ff'],
          saw: '`_result`, a reserved marker, 7: `publish` on message stream 7.',
        },
        { id: '5.15', runs: ['marker 09'], saw: '`_result`, a stray end marker, 7: `publish` on message stream 7.' },
      ],
    },
    {
      text: 'A publisher does not hear what a server says once it publishes.',
      cells: [
        {
          id: '7.23',
          runs: ['NetStream.Unpublish.Success', 'close'],
          saw: 'The status, and the command close: pictures and sounds came on until the kit ended it, 10 s later.',
        },
      ],
    },
  ],
};
