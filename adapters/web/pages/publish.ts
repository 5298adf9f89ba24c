import { connectHere, obstacle, urlHere } from './here.ts';
import { contextOf, element, Rate, showFacts } from './page-elements.ts';
import { audioEncoder, type PictureFormat, type VideoCodecName, videoEncoders } from './publish/encoder-choice.ts';
import { LivePublisher } from './publish/live-publisher.ts';
import { PictureSource, type SourceName } from './publish/picture-source.ts';
import { CAPTURE_CHANNELS, CAPTURE_RATE, SoundCapture } from './publish/sound-capture.ts';

// The page that publishes a test picture, the camera or the screen.

const FACTS_INTERVAL_MS = 500;
const FORMAT: PictureFormat = { width: 1280, height: 720, framerate: 30, bitrate: 2_500_000 };

const form = element('stream-form', HTMLFormElement);
const nameField = element('stream', HTMLInputElement);
const source = element('source', HTMLSelectElement);
const codec = element('codec', HTMLSelectElement);
const withSound = element('with-sound', HTMLInputElement);
const interval = element('interval', HTMLInputElement);
const button = element('toggle', HTMLButtonElement);
const state = element('state', HTMLElement);
const words = element('words', HTMLElement);
const facts = element('facts', HTMLDListElement);
const watch = element('watch', HTMLAnchorElement);
const canvas = element('screen', HTMLCanvasElement);
canvas.width = FORMAT.width;
canvas.height = FORMAT.height;
const context = contextOf(canvas);

/** One publication. */
interface Publishing {
  readonly publisher: LivePublisher;
  readonly pictures: PictureSource;
  readonly sound: SoundCapture;
  readonly rate: Rate;
  readonly line: string;
}

let publishing: Publishing | undefined;
let encoders: ReadonlyMap<VideoCodecName, VideoEncoderConfig> = new Map();
let lastPictureAt = 0;

async function publish(): Promise<void> {
  const video = encoders.get(codec.value as VideoCodecName); // the options are its keys; undefined is looked at
  if (video === undefined) return showState('failed', 'This browser encodes no video that RTMP carries.');
  button.disabled = true;
  showState('connecting', '');
  try {
    const pictures = await PictureSource.open(source.value as SourceName, context); // the options of the page
    const hasSound = withSound.checked && (pictures.isTest || pictures.microphone !== undefined);
    const audio = hasSound ? await audioEncoder(CAPTURE_RATE, CAPTURE_CHANNELS) : undefined;
    const sound = new SoundCapture((piece) => (publishing ? publishing.publisher.offerSound(piece) : piece.close()));
    const publisher = new LivePublisher({
      url: urlHere(nameField.value),
      connect: connectHere,
      video,
      audio,
      keyFrameIntervalMs: Number(interval.value) * 1_000,
      onStarted: () => showState('live', ''),
      onEnded: ended,
    });
    const line = [video.codec, audio?.codec ?? 'no sound'].join(', ');
    publishing = { publisher, pictures, sound, rate: new Rate(), line };
    button.textContent = 'Stop';
    if (audio !== undefined) await sound.start(pictures.microphone, 'capture-worklet.js');
  } catch (error) {
    showState('failed', error instanceof Error ? error.message : String(error));
  } finally {
    button.disabled = false;
  }
}

function ended(why: string): void {
  publishing?.pictures.close();
  publishing?.sound.close();
  publishing = undefined;
  button.textContent = 'Publish';
  showState(why === '' ? 'stopped' : 'failed', why);
}

const STATES = { connecting: 'Connecting', live: 'Live', stopped: 'Not publishing', failed: 'Failed' } as const;

function showState(next: keyof typeof STATES, why: string): void {
  document.body.dataset.state = next;
  state.textContent = STATES[next];
  words.textContent = why;
  words.hidden = why === '';
  watch.hidden = next !== 'live';
  watch.href = `./?stream=${encodeURIComponent(nameField.value)}`;
}

/** Draws and offers a picture whenever one is due; a display may be faster than the stream. */
function present(now: number): void {
  const frameMs = 1_000 / FORMAT.framerate;
  if (now - lastPictureAt >= frameMs - 2) {
    lastPictureAt = now;
    (publishing?.pictures ?? idle).draw(now);
    publishing?.publisher.offerPicture(new VideoFrame(canvas, { timestamp: Math.round(now * 1_000) }));
  }
  requestAnimationFrame(present);
}

function showNumbers(): void {
  if (publishing === undefined) return;
  const { publisher, rate, line } = publishing;
  const { pictures, keyFrames, dropped, bytes, unsentBytes } = publisher.totals;
  showFacts(facts, {
    Codecs: line,
    Size: `${FORMAT.width}x${FORMAT.height}`,
    Bitrate: rate.note(bytes, performance.now()),
    Pictures: `${pictures} sent, ${keyFrames} of them key frames`,
    Dropped: `${dropped}`,
    Unsent: `${Math.round(unsentBytes / 1_000)} kB`,
  });
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  if (publishing === undefined) void publish();
  else publishing.publisher.stop();
});

const idle = await PictureSource.open('test', context);
const why = obstacle();
if (why !== undefined) showState('failed', why);
else {
  encoders = await videoEncoders(FORMAT);
  codec.replaceChildren(...Array.from(encoders.keys(), (name) => new Option(name)));
  button.disabled = false;
  requestAnimationFrame(present);
  setInterval(showNumbers, FACTS_INTERVAL_MS);
}
