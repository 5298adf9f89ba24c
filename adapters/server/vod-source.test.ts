import { expect, it } from 'vitest';
import { recordingName } from './recording-name.ts';
import { vodNames } from './vod-source.ts';

it.each([
  ['live/a', ['live/a.flv', 'a.flv']],
  ['live/a.flv', ['live/a.flv', 'a.flv']],
  ['live/folder/a', ['live/folder/a.flv', 'folder/a.flv']],
  ['a', ['a.flv']],
  ['live/flv:a', ['live/a.flv', 'a.flv']],
  ['live/mp4:a.mp4', ['live/a.flv', 'a.flv']],
  ['vod/mp4:folder/a.f4v', ['vod/folder/a.flv', 'folder/a.flv']],
  ['live/mp3:a', ['live/a.flv', 'a.flv']],
  ['live/a.mp4', ['live/a.mp4.flv', 'a.mp4.flv']],
])('looks for %s as CMD-53 and CMD-54 have it', (path, names) => {
  expect(vodNames(path).slice(0, names.length)).toEqual(names);
});

it.each(['live/flv:../a', 'live/mp4:./a.mp4', 'live/mp3:/etc/a', 'live/flv:..\\a'])(
  'makes no way up or out of %s',
  (path) => {
    expect(vodNames(path)).toEqual([recordingName(path)]);
  },
);

it('finds what was recorded of a stream whose name is none for a file', () => {
  const path = 'live/what: is this?';
  expect(vodNames(path)).toContain(recordingName(path));
  expect(recordingName(path)).not.toContain(':');
});
