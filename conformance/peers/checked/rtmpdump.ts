import type { CheckedPeer } from './checked-peer.ts';

export const RTMPDUMP: CheckedPeer = {
  name: 'rtmpdump',
  role: 'client',
  version: '2.4+20151223.gitfa8646d.1-2+b2',
  causes: [
    {
      text: 'A refusal neither ends it nor is told: it waits for more.',
      cells: [
        { id: '6.26', runs: ['play'], saw: '`_error` to `connect`: nothing came, and it did not exit, for 5 s.' },
        { id: '6.31', runs: ['play'], saw: '`_error` to createStream: nothing came, and it did not exit, for 5 s.' },
        {
          id: '14.2',
          runs: ['connect -> over by no, play', 'connect -> connect by ping, play', 'createStream -> over by no, play'],
          saw: '`_error` to `connect`, and to createStream: nothing for 10 s. A ping before the answer to `connect`: as in 14.1.',
        },
      ],
    },
    {
      text: 'What it says first on chunk stream 2 may begin with a type 1 chunk, which has nothing to go on from.',
      cells: [
        {
          id: '14.1',
          runs: ['connect, play'],
          saw: 'A ping before the answer to `connect`: 42 000000 000006 04 0007 11223344 came, the first chunk of chunk stream 2.',
        },
      ],
    },
    {
      text: 'A chunk stream that begins with type 2 or 3, and a chunk size of 0, leave the connection open and unread.',
      cells: [
        {
          id: '2.32',
          runs: ['type 2', 'type 3'],
          saw: '87 000014, and c7, on chunk stream 7, then a ping on chunk stream 2: neither an answer nor an end within 10 s.',
        },
        { id: '3.3', saw: 'Set Chunk Size 0, then a ping: neither an answer nor an end within 10 s.' },
      ],
    },
    {
      text: 'An answer to createStream with a value in it that it cannot read is dropped, and nothing follows.',
      cells: [
        {
          id: '5.12',
          runs: ['an object and a reference to it, read over'],
          saw: '`_result`, an object with a reference in it, 7: no `play`, and no end, for 5 s.',
        },
        {
          id: '5.13',
          runs: ['a typed object, read over'],
          saw: '`_result`, a typed object, 7: no `play`, and no end, for 5 s.',
        },
        {
          id: '5.16',
          runs: ['half a number, read over'],
          saw: '`_result`, null, 7, and two bytes of another number: no `play`, and no end, for 5 s.',
        },
      ],
    },
  ],
};
