import type { Curve, Scaling, ScalingPoint } from './scaling.ts';
import type { ServerName } from './servers.ts';

/** What one panel shows of the points. */
interface Panel {
  readonly curve: Curve;
  readonly title: string;
  /** Where its frame begins. */
  readonly left: number;
  readonly top: number;
  readonly scale: 'linear' | 'logarithmic';
  readonly lines: readonly { readonly of: (point: ScalingPoint) => number; readonly isDashed: boolean }[];
}

const WIDTH = 860;
const HEIGHT = 600;
const PANEL_WIDTH = 350;
const PANEL_HEIGHT = 190;
const LEFTS = { players: 60, publishers: 490 } as const;
const TOPS = { cpu: 70, delay: 345 } as const;

const CPU_LINES = [{ of: (point: ScalingPoint) => point.cpuUsPerFrame, isDashed: false }];
const DELAY_LINES = [
  { of: (point: ScalingPoint) => point.delayP99Ms, isDashed: false },
  { of: (point: ScalingPoint) => point.delayP50Ms, isDashed: true },
];

const PANELS: readonly Panel[] = (['players', 'publishers'] as const).flatMap((curve) => {
  const who = curve === 'players' ? 'players of one stream' : 'publishers, a player each';
  const place = { curve, left: LEFTS[curve] };
  return [
    { ...place, title: `CPU per frame, µs: ${who}`, top: TOPS.cpu, scale: 'linear', lines: CPU_LINES },
    {
      ...place,
      title: `delay, ms: p99, dashed p50: ${who}`,
      top: TOPS.delay,
      scale: 'logarithmic',
      lines: DELAY_LINES,
    },
  ] as const;
});

/** Colours that can be told apart on white and on black, and by those who see fewer colours. */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#b8860b', '#7a7a7a'] as const;

const STYLE = `
  svg { background: #fff; color: #1a1a1a }
  text { font: 12px system-ui, sans-serif; fill: currentColor }
  .title { font-weight: 600 }
  .grid { stroke: currentColor; stroke-opacity: 0.15 }
  .line { fill: none; stroke-width: 2 }
  .dashed { stroke-dasharray: 4 4; stroke-width: 1.5 }
  @media (prefers-color-scheme: dark) { svg { background: #16181c; color: #e6e6e6 } }
`;

/** Draws the points as an SVG image, for light and dark pages. */
export function scalingPlot({ points, processor, processors, date, versions }: Scaling): string {
  const servers = [...new Set(points.map(({ server }) => server))];
  const colourOf = (server: ServerName): string => COLOURS[servers.indexOf(server) % COLOURS.length] ?? '';
  const legend = servers.map((server, place) => {
    const left = LEFTS.players + place * 200;
    const label = `${server} ${versions[server] ?? ''}`.trim();
    return `<line x1="${left}" x2="${left + 22}" y1="26" y2="26" stroke="${colourOf(server)}" stroke-width="3"/>${textAt(left + 28, 30, 'start', label)}`;
  });
  const caption = `${processor}, ${processors} processors, ${date.slice(0, 10)}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img">`,
    '<title>Processor time and delay of a frame, as players and publishers grow</title>',
    `<style>${STYLE}</style>`,
    ...legend,
    ...PANELS.map((panel) => panelOf(panel, points, colourOf)),
    textAt(WIDTH - 20, HEIGHT - 12, 'end', caption),
    '</svg>',
    '',
  ].join('\n');
}

function panelOf(panel: Panel, points: readonly ScalingPoint[], colourOf: (server: ServerName) => string): string {
  const { curve, title, left, top, lines } = panel;
  const own = points.filter((point) => point.curve === curve).sort((one, other) => one.count - other.count);
  if (own.length === 0) return '';
  const counts = [...new Set(own.map(({ count }) => count))];
  const x = scaleOf('logarithmic', counts, left, left + PANEL_WIDTH);
  const ticks = ticksOf(
    panel.scale,
    own.flatMap((point) => lines.map(({ of }) => of(point))),
  );
  const y = scaleOf(panel.scale, ticks, top + PANEL_HEIGHT, top);
  const parts = [textAt(left, top - 12, 'start', title, 'title')];
  for (const tick of ticks) {
    parts.push(`<line class="grid" x1="${left}" x2="${left + PANEL_WIDTH}" y1="${y(tick)}" y2="${y(tick)}"/>`);
    parts.push(textAt(left - 8, y(tick) + 4, 'end', `${tick}`));
  }
  for (const count of counts) parts.push(textAt(x(count), top + PANEL_HEIGHT + 18, 'middle', `${count}`));
  for (const server of new Set(own.map((point) => point.server))) {
    const mine = own.filter((point) => point.server === server);
    for (const { of, isDashed } of lines) {
      const path = mine.map((point) => `${x(point.count)},${y(of(point))}`).join(' ');
      parts.push(`<polyline class="line${isDashed ? ' dashed' : ''}" stroke="${colourOf(server)}" points="${path}"/>`);
      if (isDashed) continue;
      for (const point of mine) parts.push(dot(x(point.count), y(of(point)), colourOf(server), point));
    }
  }
  return parts.join('\n');
}

/** A point that is none to rely on is hollow, and says why when it is pointed at. */
function dot(x: number, y: number, colour: string, { isClean, bottlenecks }: ScalingPoint): string {
  const doubts = [...(isClean ? [] : ['frames were lost or damaged']), ...bottlenecks];
  const fill = doubts.length === 0 ? colour : 'none';
  return `<circle cx="${x}" cy="${y}" r="3.5" stroke="${colour}" fill="${fill}"><title>${escaped(doubts.join('; '))}</title></circle>`;
}

/** @param values - the least and the largest of them are at the ends */
function scaleOf(kind: Panel['scale'], values: readonly number[], from: number, to: number): (value: number) => number {
  const along = kind === 'linear' ? (value: number) => value : Math.log10;
  const [least, most] = [along(Math.min(...values)), along(Math.max(...values))];
  return (value) => Math.round(10 * (from + ((along(value) - least) / (most - least || 1)) * (to - from))) / 10;
}

/** Round numbers that have all values between the first and the last of them. */
function ticksOf(kind: Panel['scale'], values: readonly number[]): number[] {
  const most = Math.max(...values);
  if (kind === 'linear') {
    const step = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((candidate) => most / candidate <= 6) ?? 1_000;
    return Array.from({ length: Math.ceil(most / step) + 1 }, (_, place) => place * step);
  }
  const [low, high] = [Math.floor(Math.log10(Math.max(0.01, Math.min(...values)))), Math.ceil(Math.log10(most))];
  return Array.from({ length: Math.max(1, high - low) + 1 }, (_, place) =>
    Number((10 ** (low + place)).toPrecision(1)),
  );
}

function textAt(x: number, y: number, anchor: 'start' | 'middle' | 'end', text: string, name = ''): string {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}"${name === '' ? '' : ` class="${name}"`}>${escaped(text)}</text>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
