import { execFileSync } from 'node:child_process';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, expect } from 'vitest';

// The browser that tests drive: Chromium as the system has it, without a window.

/** A page of nobody has nothing to lose: the tests run as root, and load what they have built themselves. */
const ALWAYS = ['--no-sandbox', '--mute-audio'];
/** As if somebody had clicked. */
const WITH_SOUND = '--autoplay-policy=no-user-gesture-required';

/** How long a page may take for anything: one or two processors decode, encode and serve. */
const PATIENCE = { timeout: 120_000, interval: 100 };

const opened: Browser[] = [];

/** A browser that is closed when the tests of the file are over. */
export async function openBrowser({ needsClick = false } = {}): Promise<Browser> {
  const executablePath = execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim();
  const args = needsClick ? ALWAYS : [...ALWAYS, WITH_SOUND];
  const browser = await chromium.launch({ executablePath, args, timeout: PATIENCE.timeout });
  opened.push(browser);
  return browser;
}

export function closeBrowsersAfterwards(): void {
  afterAll(async () => {
    for (const browser of opened.splice(0)) await browser.close();
  });
}

/** One of our pages, and what it shows. */
export class LivePage {
  readonly page: Page;
  /** What went wrong in the page and was not caught. */
  readonly errors: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(PATIENCE.timeout);
    page.on('pageerror', ({ message }) => this.errors.push(message));
  }

  static async open(browser: Browser, url: string): Promise<LivePage> {
    const opened = new LivePage(await browser.newPage());
    await opened.page.goto(url);
    return opened;
  }

  /** Waits until the page says that it is so far: `playing`, `waiting`, `live`. */
  async reaches(state: string): Promise<void> {
    await expect.poll(() => this.page.getAttribute('body', 'data-state'), PATIENCE).toBe(state);
  }

  /** A number of the page: the first in the line under `term`. */
  async number(term: string): Promise<number> {
    const shown = this.page.locator(`#facts-${term}`);
    return (await shown.count()) === 0 ? 0 : Number.parseFloat((await shown.textContent()) ?? '');
  }

  text(term: string): Promise<string | null> {
    return this.page.locator(`#facts-${term}`).textContent();
  }

  /** Waits until the line under `term` says this; to the page every other way of looking at it counts as a click. */
  async says(term: string, text: string): Promise<void> {
    const session = await this.page.context().newCDPSession(this.page);
    const expression = `document.getElementById('facts-${term}')?.textContent`;
    const look = async () => (await session.send('Runtime.evaluate', { expression })).result.value;
    await expect.poll(look, PATIENCE).toBe(text);
  }

  /** Waits until a number has grown by so much. */
  async grows(term: string, by: number): Promise<void> {
    const before = await this.number(term);
    await expect.poll(() => this.number(term), PATIENCE).toBeGreaterThanOrEqual(before + by);
  }

  /** Waits until the picture is another one. */
  async changesPicture(): Promise<void> {
    const picture = () => this.page.evaluate("document.getElementById('screen').toDataURL()");
    const before = await picture();
    await expect.poll(picture, PATIENCE).not.toBe(before);
  }

  /** Waits for sound that is none of silence. */
  async sounds(): Promise<void> {
    const peak = async () => Number(await this.page.getAttribute('body', 'data-sound-peak'));
    await expect.poll(peak, PATIENCE).toBeGreaterThan(0.05);
  }
}
