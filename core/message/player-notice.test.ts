import { describe, expect, it } from 'vitest';
import { encodeData } from './data-message.ts';
import { isPlayerNotice } from './player-notice.ts';

describe('isPlayerNotice', () => {
  it.each(['|RtmpSampleAccess', 'onPlayStatus'])('knows %s (CMD-36, CMD-42)', (handler) => {
    expect(isPlayerNotice(encodeData(handler, true))).toBe(true);
    expect(isPlayerNotice(encodeData(handler).slice(0, -1))).toBe(false);
  });

  it.each(['onMetaData', 'onTextData', 'onPlay', 'onPlayStatusNow', ''])(
    'takes %s for a part of the stream',
    (handler) => {
      expect(isPlayerNotice(encodeData(handler, true))).toBe(false);
    },
  );
});
