import ffmpeg from './ffmpeg.json' with { type: 'json' };
import gstreamer from './gstreamer.json' with { type: 'json' };
import nginx from './nginx-rtmp.json' with { type: 'json' };
import nodeMediaServer from './node-media-server.json' with { type: 'json' };
import ours from './ours.json' with { type: 'json' };
import { type PeerProfile, parseProfile } from './profile.ts';
import rtmpdump from './rtmpdump.json' with { type: 'json' };

const FILES: Readonly<Record<string, unknown>> = {
  ours,
  'nginx-rtmp': nginx,
  'node-media-server': nodeMediaServer,
  ffmpeg,
  rtmpdump,
  gstreamer,
};

/** Profiles that come with the kit, by name. */
export const PROFILE_NAMES: readonly string[] = Object.keys(FILES);

/** A profile that comes with the kit; `undefined` when there is none of that name. */
export const builtInProfile = (name: string): PeerProfile | undefined =>
  Object.hasOwn(FILES, name) ? parseProfile(FILES[name], name) : undefined;
