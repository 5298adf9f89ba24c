import { drawTestPicture } from './test-picture.ts';

export type SourceName = 'test' | 'camera' | 'screen';

/** Where pictures and sound come from: a test picture, or a stream of the browser that is drawn onto the canvas. */
export class PictureSource {
  readonly #context: CanvasRenderingContext2D;
  readonly #stream: MediaStream | undefined;
  readonly #video: HTMLVideoElement | undefined;

  private constructor(
    context: CanvasRenderingContext2D,
    stream: MediaStream | undefined,
    video: HTMLVideoElement | undefined,
  ) {
    this.#context = context;
    this.#stream = stream;
    this.#video = video;
  }

  /** @throws DOMException when the browser, or who sits before it, does not give access */
  static async open(name: SourceName, context: CanvasRenderingContext2D): Promise<PictureSource> {
    if (name === 'test') return new PictureSource(context, undefined, undefined);
    const { width, height } = context.canvas;
    const { mediaDevices } = navigator;
    const stream =
      name === 'camera'
        ? await mediaDevices.getUserMedia({ video: { width, height }, audio: true })
        : await mediaDevices.getDisplayMedia({ video: true, audio: true });
    const video = document.createElement('video');
    video.muted = true;
    video.srcObject = stream;
    await video.play();
    return new PictureSource(context, stream, video);
  }

  /** `undefined` when there is none: then a tone takes its place for a test picture, and silence for others. */
  get microphone(): MediaStream | undefined {
    return this.#stream?.getAudioTracks().length ? this.#stream : undefined;
  }

  get isTest(): boolean {
    return this.#stream === undefined;
  }

  draw(now: number): void {
    const { canvas } = this.#context;
    if (this.#video === undefined) return drawTestPicture(this.#context, now);
    const { videoWidth, videoHeight } = this.#video;
    if (videoWidth === 0) return;
    // As large as it fits, and nothing of it cut off.
    const scale = Math.min(canvas.width / videoWidth, canvas.height / videoHeight);
    const [width, height] = [videoWidth * scale, videoHeight * scale];
    this.#context.fillStyle = '#000';
    this.#context.fillRect(0, 0, canvas.width, canvas.height);
    this.#context.drawImage(this.#video, (canvas.width - width) / 2, (canvas.height - height) / 2, width, height);
  }

  close(): void {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
  }
}
