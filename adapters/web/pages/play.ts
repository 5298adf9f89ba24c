import { StreamDescription, type TrackDescription, trackLine } from '../../../core/index.ts';
import { webRuntime } from '../runtime.ts';
import { browserCapabilities } from './browser-capabilities.ts';
import { connectHere, obstacle, urlHere } from './here.ts';
import { fetchLiveStreams, showLiveStreams } from './live-list.ts';
import { contextOf, element, Rate, showFacts } from './page-elements.ts';
import { LivePlayer, type PlayState } from './play/live-player.ts';
import { MediaSink } from './play/media-sink.ts';

// The page that plays a live stream.

const LIST_INTERVAL_MS = 2_000;
const FACTS_INTERVAL_MS = 500;

const STATES: Readonly<Record<PlayState, string>> = {
  connecting: 'Connecting',
  waiting: 'Waiting for a publisher',
  playing: 'Live',
  refused: 'Refused',
  stopped: 'Stopped',
};

const form = element('stream-form', HTMLFormElement);
const nameField = element('stream', HTMLInputElement);
const button = element('toggle', HTMLButtonElement);
const soundButton = element('sound', HTMLButtonElement);
const volume = element('volume', HTMLInputElement);
const canvas = element('screen', HTMLCanvasElement);
const state = element('state', HTMLElement);
const words = element('words', HTMLElement);
const facts = element('facts', HTMLDListElement);
const live = element('live', HTMLElement);
const list = element('live-list', HTMLUListElement);
const screen = contextOf(canvas);

/** One stream being played. */
interface Playing {
  readonly path: string;
  readonly player: LivePlayer;
  readonly sink: MediaSink;
  description: StreamDescription;
  readonly rate: Rate;
}

let playing: Playing | undefined;
let hasChosen = false;

function show(picture: VideoFrame): void {
  const { displayWidth: width, displayHeight: height } = picture;
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  screen.drawImage(picture, 0, 0, width, height);
}

async function play(path: string): Promise<void> {
  stop();
  hasChosen = true;
  nameField.value = path;
  history.replaceState(null, '', `?stream=${encodeURIComponent(path)}`);
  const capabilities = await browserCapabilities();
  const sink = new MediaSink({ show, workletUrl: 'sound-worklet.js', onTrouble: say });
  sink.volume = Number(volume.value) / 100;
  const begun = { path, sink, description: new StreamDescription(), rate: new Rate() };
  const through = {
    take: (...[message, now]: Parameters<MediaSink['take']>) => {
      const { media, payload } = message;
      if (media === 'video') begun.description.takeVideo(payload);
      else begun.description.takeAudio(payload);
      sink.take(message, now);
    },
    reset: () => {
      begun.description = new StreamDescription();
      sink.reset();
    },
  };
  try {
    const url = urlHere(path);
    const player = new LivePlayer({
      url,
      connect: connectHere,
      clock: webRuntime.clock,
      capabilities,
      sink: through,
      onState: showState,
    });
    playing = Object.assign(begun, { player });
    button.textContent = 'Stop';
  } catch (error) {
    sink.close();
    showState('refused', error instanceof Error ? error.message : String(error));
  }
}

function stop(): void {
  const stopped = playing;
  playing = undefined;
  stopped?.player.stop();
  stopped?.sink.close();
  button.textContent = 'Watch';
  screen.fillRect(0, 0, canvas.width, canvas.height);
}

function showState(next: PlayState, why: string): void {
  document.body.dataset.state = next;
  state.textContent = STATES[next];
  say(why);
}

function say(text: string): void {
  words.textContent = text;
  words.hidden = text === '';
}

function present(now: number): void {
  playing?.sink.present(now);
  requestAnimationFrame(present);
}

function showNumbers(): void {
  if (playing === undefined) return;
  const { player, sink, description, rate } = playing;
  const now = performance.now();
  const { pictures, latePictures, droppedFrames, decoderFailures, secondsHeard, soundBreaks, soundPeak } = sink.totals;
  const lineOf = (media: TrackDescription['media']) =>
    description.tracks.filter((track) => track.media === media && track.trackId === 0).map(trackLine)[0] ?? 'none';
  showFacts(facts, {
    Video: lineOf('video'),
    Audio: lineOf('audio'),
    Bitrate: rate.note(player.bytes, now),
    Delay: player.state === 'playing' ? `${Math.round(sink.delayAt(now))} ms` : '–',
    Pictures: `${pictures} shown, ${latePictures} late, ${droppedFrames} dropped`,
    Sound: sink.isSoundHeldBack
      ? 'off until you click'
      : `${secondsHeard.toFixed(1)} s heard, ${soundBreaks} times moved`,
    Decoders: decoderFailures === 0 ? 'no failures' : `${decoderFailures} failures`,
  });
  document.body.dataset.soundPeak = soundPeak.toFixed(3);
  soundButton.hidden = !sink.isSoundHeldBack;
}

/** The only stream there is plays by itself. */
async function refreshList(): Promise<void> {
  const streams = await fetchLiveStreams();
  live.hidden = streams === undefined;
  element('live-none', HTMLElement).hidden = streams?.length !== 0;
  showLiveStreams(list, streams ?? [], playing?.path ?? '', (path) => void play(path));
  const [only] = streams ?? [];
  if (!hasChosen && only !== undefined && streams?.length === 1) await play(only.path);
  setTimeout(() => void refreshList(), LIST_INTERVAL_MS);
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const isStopping = playing !== undefined && nameField.value === playing.path;
  playing?.sink.resumeSound();
  if (!isStopping) void play(nameField.value);
  else stop();
});
soundButton.addEventListener('click', () => playing?.sink.resumeSound());
canvas.addEventListener('click', () => playing?.sink.resumeSound());
volume.addEventListener('input', () => {
  if (playing !== undefined) playing.sink.volume = Number(volume.value) / 100;
});

const why = obstacle();
if (why !== undefined) showState('refused', why);
else {
  const asked = new URLSearchParams(location.search).get('stream');
  if (asked !== null) void play(asked);
  void refreshList();
  requestAnimationFrame(present);
  setInterval(showNumbers, FACTS_INTERVAL_MS);
}
