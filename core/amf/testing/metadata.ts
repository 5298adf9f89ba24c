/** What FFmpeg says in onMetaData of an H.264 and AAC stream. */
export const METADATA = {
  duration: 0,
  width: 320,
  height: 180,
  videodatarate: 390.625,
  framerate: 25,
  videocodecid: 7,
  audiodatarate: 62.5,
  audiosamplerate: 44100,
  audiosamplesize: 16,
  stereo: true,
  audiocodecid: 10,
  encoder: 'Lavf59.27.100',
  filesize: 0,
} as const;
