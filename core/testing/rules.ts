/** What RULES.md says, and what a text cites of it. */
export interface RulesPage {
  /** Every id that has a sentence, and every test vector. */
  readonly ids: ReadonlySet<string>;
  /** Ids of the table "Left out, and why". */
  readonly leftOut: ReadonlySet<string>;
}

const LEFT_OUT = 'Left out, and why';

/**
 * The rows of the page's tables.
 *
 * @throws Error at a row without ids or without words, at an id that has two rows, and at one left out that has none
 */
export function readRulesPage(markdown: string): RulesPage {
  const ids = new Set<string>();
  const leftOut = new Set<string>();
  for (const section of markdown.split(/^## /m).slice(1)) {
    const isLeftOut = section.startsWith(LEFT_OUT);
    for (const [row, cell = '', words = ''] of section.matchAll(/^\| (?!rules? \||vectors \||---)(.*?) \|(.*)\|$/gm)) {
      const named = citationsIn(cell);
      if (named.length === 0 || words.trim() === '') throw new Error(`no rule is told by: ${row}`);
      for (const id of named) {
        if (isLeftOut ? leftOut.has(id) : ids.has(id)) throw new Error(`${id} has two rows`);
        if (isLeftOut && !ids.has(id)) throw new Error(`${id} is left out and was never a rule`);
        (isLeftOut ? leftOut : ids).add(id);
      }
    }
  }
  return { ids, leftOut };
}

/** `CHK-15`, `VEC-CHK-15`, `AMF-LIM-3`; `CHK-3 to CHK-6` and `CHK-3 to 6` are four. */
const CITATION =
  /(?<![\w-])((?:VEC-)?(?:AMF0|AMF3|CFG|CHK|CMD|FLV|HS|MSG)|VEC-(?:AUD|CTL|VID)|AMF-(?:ENC|LIM)|ERTMP|Q)-(\d+)(?: to (?:\1-)?(\d+))?(?![\w-])/g;

/** The ids that a text cites, ranges spelled out, each as often as it comes. A range may go over the end of a comment's line. */
export function citationsIn(text: string): string[] {
  const cited: string[] = [];
  for (const [, area, first, last = first] of text.replace(/\s+(?:(?:\/\/|\*)\s)?/g, ' ').matchAll(CITATION)) {
    for (let number = Number(first); number <= Number(last); number++) cited.push(`${area}-${number}`);
  }
  return cited;
}
