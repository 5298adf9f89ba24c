/** The element of an id that the page is known to have. @throws TypeError when page and program do not fit each other */
export function element<E extends HTMLElement>(id: string, type: new () => E): E {
  const found = document.getElementById(id);
  if (found instanceof type) return found;
  throw new TypeError(`The page has no ${type.name} #${id}.`);
}

/** The two-dimensional context of a canvas. @throws TypeError where the browser gives none */
export function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) throw new TypeError('This browser gives no canvas to draw on.');
  return context;
}

/** Fills a `<dl>` with terms and values; values keep their elements, so that a selection stays. */
export function showFacts(list: HTMLDListElement, facts: Readonly<Record<string, string>>): void {
  for (const [term, value] of Object.entries(facts)) {
    const id = `${list.id}-${term.toLowerCase().replaceAll(' ', '-')}`;
    let shown = document.getElementById(id);
    if (shown === null) {
      const group = document.createElement('div');
      const name = document.createElement('dt');
      name.textContent = term;
      shown = document.createElement('dd');
      shown.id = id;
      group.append(name, shown);
      list.append(group);
    }
    if (shown.textContent !== value) shown.textContent = value;
  }
}

/** bit/s out of a count of bytes that is looked at now and then. */
export class Rate {
  #bytes = 0;
  #at = 0;

  /** @param now - milliseconds. @returns for people: `2.4 Mbit/s` */
  note(bytes: number, now: number): string {
    const bitsPerSecond = now > this.#at ? (Math.max(0, bytes - this.#bytes) * 8_000) / (now - this.#at) : 0;
    this.#bytes = bytes;
    this.#at = now;
    return bitsPerSecond >= 1e6
      ? `${(bitsPerSecond / 1e6).toFixed(1)} Mbit/s`
      : `${Math.round(bitsPerSecond / 1e3)} kbit/s`;
  }
}
