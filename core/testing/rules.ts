/** What RULES.md says, and what a text cites of it. */
export interface RulesPage {
  /** Every id that has a sentence, and every test vector. */
  readonly ids: ReadonlySet<string>;
  /** Ids of the table "Left out, and why". */
  readonly leftOut: ReadonlySet<string>;
  /** Ids of the table "Kept in part, and why". */
  readonly keptInPart: ReadonlySet<string>;
}

const LEFT_OUT = 'Left out, and why';
const KEPT_IN_PART = 'Kept in part, and why';

/**
 * The rows of the page's tables.
 *
 * @throws Error at a row without ids or without words, at an id that has two rows of a kind, and at one that has a reason
 *   and no sentence
 */
export function readRulesPage(markdown: string): RulesPage {
  const page = { ids: new Set<string>(), leftOut: new Set<string>(), keptInPart: new Set<string>() };
  for (const section of markdown.split(/^## /m).slice(1)) {
    const found = section.startsWith(LEFT_OUT)
      ? page.leftOut
      : section.startsWith(KEPT_IN_PART)
        ? page.keptInPart
        : page.ids;
    for (const [row, cell = '', words = ''] of section.matchAll(/^\| (?!rules? \||vectors \||---)(.*?) \|(.*)\|$/gm)) {
      const named = citationsIn(cell);
      if (named.length === 0 || words.trim() === '') throw new Error(`no rule is told by: ${row}`);
      for (const id of named) {
        if (found.has(id)) throw new Error(`${id} has two rows`);
        if (found !== page.ids && !page.ids.has(id)) throw new Error(`${id} has a reason and no sentence`);
        found.add(id);
      }
    }
  }
  return page;
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
