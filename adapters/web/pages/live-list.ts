import type { LiveStream } from '../live-stream.ts';

/** What is live; `undefined` where the server does not tell. */
export async function fetchLiveStreams(): Promise<readonly LiveStream[] | undefined> {
  try {
    const response = await fetch('streams.json', { cache: 'no-store' });
    if (!response.ok) return undefined;
    const { streams }: { readonly streams: readonly LiveStream[] } = await response.json();
    return streams;
  } catch {
    return undefined; // the server is gone; the player says so
  }
}

/** Shows what is live as buttons. */
export function showLiveStreams(
  list: HTMLUListElement,
  streams: readonly LiveStream[],
  chosen: string,
  choose: (path: string) => void,
): void {
  const state = JSON.stringify([streams, chosen]);
  if (list.dataset.state === state) return;
  list.dataset.state = state;
  list.replaceChildren(...streams.map((stream) => itemOf(stream, stream.path === chosen, () => choose(stream.path))));
}

function itemOf({ path, tracks, players }: LiveStream, isChosen: boolean, choose: () => void): HTMLLIElement {
  const button = document.createElement('button');
  button.type = 'button';
  if (isChosen) button.setAttribute('aria-current', 'true');
  const name = document.createElement('strong');
  name.textContent = path;
  const details = document.createElement('small');
  details.textContent = [...tracks, `${players} watching`].join(' · ');
  button.append(name, details);
  button.addEventListener('click', choose);
  const item = document.createElement('li');
  item.append(button);
  return item;
}
