import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactName, redactPath } from './redact.ts';

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

it('redactPath shows the application and redacts what follows', () => {
  expect(redactPath('live')).toBe('live');
  expect(redactPath('live?token=x/y')).toBe('live');
  expect(redactPath('live/secret-key')).toMatch(/^live\/sec…#[0-9a-f]{4}$/);
  expect(redactPath('live/my/secret/key?a=b')).toMatch(/^live\/my\/s…#[0-9a-f]{4}$/);
});
