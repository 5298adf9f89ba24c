import { describe, expect, it } from 'vitest';
import { MessageType } from '../../core/index.ts';
import { loadCapture } from '../../fixtures/corpus/capture.ts';
import { readMessages } from '../../fixtures/recorded/messages.ts';
import { FlvPlayer } from '../client/index.ts';
import { Studio } from '../client/testing/studio.ts';
import { asksForStream, RecordedClient } from './recorded-client.ts';

const URL = 'rtmp://origin/live/a';

function recordedIn(name: string) {
  const [recorded] = loadCapture(name).tcp;
  if (recorded === undefined) throw new Error('the capture holds no connection');
  return recorded;
}

describe('RecordedClient', () => {
  it('publishes the recorded messages, byte for byte, in the time that they took', async () => {
    const studio = new Studio();
    studio.serve('origin');
    const recorded = recordedIn('ffmpeg5-publish-nginx-h264-aac');
    const media = readMessages(recorded.client).filter(({ messageTypeId }) => MEDIA.has(messageTypeId));
    const player = new FlvPlayer({ ...studio.common, url: URL, write: () => undefined });
    await studio.advance(1_000);
    const from = studio.clock.now();
    const client = new RecordedClient({ ...studio.common, url: URL, recorded, timing: 'recorded' });
    await studio.until(client.done);
    expect(client.account).toMatch(/^published \d+ messages$/);
    const took = studio.clock.now() - from;
    expect(took).toBeGreaterThanOrEqual((media.at(-1)?.timeMs ?? 0) - (media[0]?.timeMs ?? 0) - 1);
    expect(took).toBeLessThan(6_000);
    player.stop();
    await studio.until(player.done);
    const bytes = media.reduce((sum, { payload }) => sum + payload.length, 0);
    expect(player.totals.bytes).toBeGreaterThan(bytes * 0.9);
  });

  it('publishes at once when it is told to', async () => {
    const studio = new Studio();
    studio.serve('origin');
    const recorded = recordedIn('ffmpeg5-publish-nginx-h264-aac');
    const client = new RecordedClient({ ...studio.common, url: URL, recorded, timing: 'instant' });
    await studio.until(client.done);
    expect(studio.clock.now()).toBeLessThan(1_000);
  });

  it('plays for as long as the recorded one did', async () => {
    const studio = new Studio();
    studio.serve('origin');
    const recorded = recordedIn('rtmpdump-play-nginx-h264-aac');
    const client = new RecordedClient({ ...studio.common, url: URL, recorded, timing: 'recorded' });
    await studio.until(client.done);
    expect(client.account).toBe('played: 0 messages came');
    expect(studio.clock.now()).toBeGreaterThan(1_000);
  });

  it('ends with the reason of a server that is not there', async () => {
    const studio = new Studio();
    const recorded = recordedIn('ffmpeg5-publish-nginx-h264-aac');
    const client = new RecordedClient({ ...studio.common, url: URL, recorded, timing: 'instant' });
    await expect(studio.until(client.done)).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('knows who asks for no stream', () => {
    expect(asksForStream(recordedIn('ffmpeg5-publish-nginx-h264-aac'))).toBe(true);
    expect(asksForStream(recordedIn('ffmpeg5-connect-unknown-app-nginx'))).toBe(false);
  });
});

const MEDIA: ReadonlySet<number> = new Set([MessageType.Audio, MessageType.Video]);
