import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactName, redactStream } from './redact.ts';

describe('redactName', () => {
  it('never shows more than a third of a key, four characters at most, and nothing of its query', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (key, query) => {
        const path = key.replaceAll('?', '');
        const [shown = ''] = redactName(`${path}?${query}`).split('…');
        expect(path.startsWith(shown)).toBe(true);
        expect([...shown].length).toBeLessThanOrEqual(Math.min(4, path.length / 3));
      }),
    );
  });

  it('tells keys apart that begin alike, and the same key again as the same', () => {
    expect(redactName('live_1234_abcd')).toMatch(/^live…#[0-9a-f]{4}$/);
    expect(redactName('live_1234_abcd')).toBe(redactName('live_1234_abcd'));
    expect(redactName('live_1234_abcd')).not.toBe(redactName('live_1234_abce'));
  });
});

describe('redactStream', () => {
  it.each([
    ['live/secret-key', 'live', 'live/sec…'],
    ['live/secret-key', '/live/?token=x', 'live/sec…'],
    ['live/my/secret/key', 'live/my', 'live/my/s…'],
    ['SuperSecretKey123', 'SuperSecretKey123', 'Supe…'], // an empty name: the app serves as one
    ['live/SuperSecretKey123', 'live/SuperSecretKey123', 'live/Supe…'],
    ['AnotherSecret99', '', 'Anot…'], // an empty app
    ['Another/Secret99', '', 'Anot…'],
    ['live', 'live', 'l…'],
  ])('shows of %s, app "%s", no more than %s', (path, app, shown) => {
    expect(redactStream(path, app)).toMatch(new RegExp(`^${shown}#[0-9a-f]{4}$`));
  });

  it('marks a stream the same whatever its query', () => {
    expect(redactStream('live/camera?tok=1', 'live')).toBe(redactStream('live/camera?tok=2', 'live'));
  });
});
