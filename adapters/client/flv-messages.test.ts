import { describe, expect, it } from 'vitest';
import { encodeData, type FlvTag, FlvTagType } from '../../core/index.ts';
import { FlvMessages } from './flv-messages.ts';

function script(data: Uint8Array, type: FlvTag['type'] = FlvTagType.script): FlvTag {
  return { kind: 'tag', at: 13, type, timestamp: 7, data };
}

describe('script data of a file, in a live stream', () => {
  it('is sent as it is, and of AMF3 as AMF0 (MSG-3)', () => {
    const text = encodeData('onTextData', 'x');
    const message = { media: 'data', isFrame: false, isStart: false, timestamp: 7, payload: text };
    expect(new FlvMessages().take(script(text))).toEqual(message);
    expect(new FlvMessages().take(script(Uint8Array.of(0, ...text), FlvTagType.scriptAmf3))).toEqual(message);
  });

  it('is left out where it is empty, or what a player was told of its play (CMD-36, CMD-42)', () => {
    const notices = ['|RtmpSampleAccess', 'onPlayStatus'].map((handler) => encodeData(handler, true));
    for (const data of [new Uint8Array(), ...notices]) expect(new FlvMessages().take(script(data))).toBeUndefined();
  });
});
