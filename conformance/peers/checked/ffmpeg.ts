import type { CheckedPeer } from './checked-peer.ts';

/** Captures of cases run alone, and the source of libavformat/rtmpproto.c. */
export const FFMPEG: CheckedPeer = {
  name: 'ffmpeg',
  role: 'client',
  version: '7:5.1.9-0+deb12u1',
  causes: [
    {
      text: 'The id of the stream is read from a fixed place of the answer to createStream, and only if an AMF0 null stands before it; else it goes on with message stream 0.',
      cells: [
        {
          id: '5.6',
          runs: ['a name twice, read over'],
          saw: '`_result`, an object, 7: `publish` on message stream 0.',
        },
        {
          id: '5.9',
          runs: ['two values of 1000, as a command object'],
          saw: '`_result`, a strict array that ends behind two of 1000 values: `publish` on message stream 0 all the same.',
        },
        {
          id: '5.11',
          runs: ['06, read over', '0d, read over'],
          saw: '`_result`, undefined or unsupported, 7: `publish` on message stream 0.',
        },
        {
          id: '5.12',
          runs: ['an object and a reference to it, read over'],
          saw: '`_result`, an object with a reference in it, 7: `publish` on message stream 0.',
        },
        {
          id: '5.13',
          runs: ['a typed object, read over', 'an XML document, read over'],
          saw: '`_result`, such a value, 7: `publish` on message stream 0.',
        },
        {
          id: '5.14',
          runs: ['marker 04', 'marker 0e', 'marker 12', 'marker 7f', 'marker ff'],
          saw: '`_result`, a reserved marker, 7, which says nothing: `publish` on message stream 0 all the same.',
        },
        { id: '5.15', runs: ['marker 09'], saw: '`_result`, a stray end marker, 7: `publish` on message stream 0.' },
        {
          id: '5.18',
          runs: ['10 levels of arrays, read over', '10 levels of objects, read over'],
          saw: '`_result`, ten levels of them, 7: `publish` on message stream 0.',
        },
        {
          id: '12.22',
          runs: [
            'an object with __proto__, read over',
            'an object with constructor, read over',
            'an object with toString, read over',
            'an object with hasOwnProperty, read over',
            'an ECMA array with length, read over',
            'an ECMA array with __proto__, read over',
          ],
          saw: '`_result`, any object or array, 7: `publish` on message stream 0.',
        },
      ],
    },
    {
      text: 'Commands behind the first of a chunk stream begin with a type 1 chunk.',
      cells: [{ id: '2.45', saw: 'releaseStream came as 43 000000 00002f 14: type 1 on chunk stream 3.' }],
    },
    {
      text: 'A publisher does not hear what a server says once it publishes.',
      cells: [
        {
          id: '7.23',
          runs: ['NetStream.Unpublish.Success', 'close'],
          saw: 'The status, and the command close: pictures and sounds came on until the kit ended it, 5 s and 10 s later.',
        },
      ],
    },
  ],
};
