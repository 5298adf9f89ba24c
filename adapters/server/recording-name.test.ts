import { isAbsolute, posix, win32 } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldedName, recordingName, timedRecordingName } from './recording-name.ts';
import { vodNames } from './vod-source.ts';

/** Names that try to get somewhere. */
const nasty = fc.constantFrom(
  ...['..', '.', '/', '\\', '\0', '~', '%', '%2e', ':', ' ', '-', '\u202e', 'con', 'NUL', 'é', 'e\u0301', '.flv', '日'],
);
const path = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.array(fc.oneof(nasty, fc.string({ maxLength: 3 })), { maxLength: 12 }).map((parts) => parts.join('')),
  fc.string({ unit: fc.constantFrom('a', '.', 'ｗ', '☃'), maxLength: 1024 }),
);
const bytes = (text: string) => new TextEncoder().encode(text).length;

describe('recordingName', () => {
  it.each([
    ['live/a', 'live/a.flv'],
    ['live/Stream Key_1.2+x=@,y', 'live/Stream Key_1.2+x=@,y.flv'],
    ['live/日本語', 'live/日本語.flv'],
    ['live/../../etc/passwd', 'live/%2E%2E/%2E%2E/etc/passwd.flv'],
    ['..', '%2E%2E.flv'],
    ['live\\..\\a', 'live%5C..%5Ca.flv'],
    ['live/mp4:a', 'live/mp4%3Aa.flv'],
    ['live/.hidden ', 'live/%2Ehidden%20.flv'],
    ['live/-rf', 'live/%2Drf.flv'],
    ['live/a\0b\n', 'live/a%00b%0A.flv'],
    ['live//a', 'live/%/a.flv'],
    ['live/con', 'live/%63on.flv'],
    ['LPT1.x/aux .y', '%4CPT1.x/%61ux .y.flv'],
    ['live/console', 'live/console.flv'],
    ['live/e\u0301', 'live/e%CC%81.flv'],
    ['a.flv/b', 'a%2Eflv/b.flv'],
    ['live/\ud800', 'live/%EF%BF%BD.flv'],
  ])('makes of %j %j', (stream, file) => {
    expect(recordingName(stream)).toBe(file);
  });

  it('never leaves the folder, whatever the stream is called', () => {
    fc.assert(
      fc.property(path, (stream) => {
        const name = recordingName(stream);
        for (const { resolve, sep } of [posix, win32]) {
          const folder = resolve('recordings');
          expect(resolve(folder, name).startsWith(folder + sep)).toBe(true);
          expect(resolve(folder, name).split(sep)).toHaveLength(folder.split(sep).length + name.split('/').length);
        }
        expect(isAbsolute(name)).toBe(false);
      }),
    );
  });

  it('is of components that every file system takes', () => {
    fc.assert(
      fc.property(path, (stream) => {
        for (const component of recordingName(stream).split('/')) {
          expect(component).toMatch(/^[\p{L}\p{M}\p{N}_.% +=@,~-]+$/u);
          expect(component).not.toMatch(/^[. -]|[. ]$|^(con|prn|aux|nul|(com|lpt)[\d¹²³]) *(\.|$)/i);
          expect(bytes(component)).toBeLessThanOrEqual(210);
          expect(component).toBe(component.normalize('NFC'));
        }
      }),
    );
  });

  it('is another one for every stream', () => {
    const original = (name: string) =>
      name
        .replace(/\.flv$/, '')
        .replaceAll('~/~', '')
        .split('/')
        .map((component) => (component === '%' ? '' : decodeURIComponent(component)))
        .join('/');
    fc.assert(
      fc.property(path, (stream) => {
        fc.pre(!/\p{Surrogate}/u.test(stream));
        expect(original(recordingName(stream))).toBe(stream);
      }),
    );
  });

  it('names no folder as a file is named', () => {
    fc.assert(
      fc.property(path, (stream) => {
        for (const folder of recordingName(`${stream}/a`).split('/').slice(0, -1))
          expect(folder).not.toMatch(/\.flv$/i);
      }),
    );
  });
});

describe('vodNames', () => {
  it('has the recording of every stream among the files that the stream may be', () => {
    fc.assert(
      fc.property(path, (stream) => {
        expect(vodNames(stream)).toContain(recordingName(stream));
      }),
    );
    expect(vodNames('live/mp4:a')).toEqual(['live/a.flv', 'a.flv', 'live/mp4%3Aa.flv']);
  });
});

describe('timedRecordingName', () => {
  it('has the second in UTC, and counts attempts', () => {
    const at = new Date(Date.UTC(2025, 0, 31, 23, 59, 59, 999));
    expect(timedRecordingName('live/a', at, 1)).toBe('live/a~20250131T235959Z.flv');
    expect(timedRecordingName('live/a', at, 2)).toBe('live/a~20250131T235959Z-2.flv');
  });

  it('is no name of a stream', () => {
    const timed = timedRecordingName('live/a', new Date(0), 1);
    fc.assert(
      fc.property(path, (stream) => {
        expect(recordingName(stream)).not.toBe(timed);
      }),
    );
    expect(recordingName(timed.slice(0, -4))).toBe('live/a%7E19700101T000000Z.flv');
  });
});

describe('foldedName', () => {
  it('is equal for what a file system may take for one', () => {
    expect(foldedName('live/Straße.flv')).toBe(foldedName('LIVE/STRASSE.FLV'));
    expect(foldedName('live/a.flv')).not.toBe(foldedName('live/b.flv'));
  });
});
