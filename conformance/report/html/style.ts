/** Colours of both schemes, then what they are used for. A verdict has a sign of its own beside its colour. */
export const STYLE = `
:root { --back: #f7f7f5; --card: #ffffff; --text: #1d2328; --quiet: #667079; --line: #e2e5e8; --code: #f3f4f2; --good: #1f8a4c;
  --goodback: #e3f4e9; --bad: #c2272d; --badback: #fbe3e3; --care: #9a6200; --careback: #fbeed3; --mild: #2f6fd0; --mildback: #e5eefb; }
@media (prefers-color-scheme: dark) { :root { --back: #14181b; --card: #1b2125; --text: #e3e8eb; --quiet: #93a0a9; --line: #2d353b;
  --code: #14191c; --good: #6ad39a; --goodback: #173226; --bad: #ff8a8a; --badback: #451d20; --care: #f2bd62; --careback: #3b2d12;
  --mild: #82b1ff; --mildback: #1b2c47; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 24px; max-width: 1400px; background: var(--back); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 22px; margin: 0; } h3 { font-size: 14px; margin: 16px 0 4px; } p { margin: 4px 0; max-width: 100ch; }
code { font: 13px/1.5 ui-monospace, monospace; overflow-wrap: anywhere; } .quiet { color: var(--quiet); font-size: 14px; }
.matrix { margin-top: 20px; background: var(--card); border: 1px solid var(--line); border-radius: 10px; overflow-x: clip; }
.row { display: grid; grid-template-columns: minmax(240px, 1.6fr) repeat(var(--subjects), minmax(84px, 1fr)); align-items: center; gap: 0 8px; padding: 5px 14px 5px 0; }
.row > :first-child { padding-left: 30px; }
.head { position: sticky; top: 0; z-index: 1; background: var(--card); border-bottom: 1px solid var(--line); border-radius: 10px 10px 0 0; padding-block: 10px; align-items: end; }
.head b { display: block; overflow-wrap: anywhere; line-height: 1.25; } .head small { display: block; color: var(--quiet); line-height: 1.35; overflow-wrap: anywhere; }
summary { cursor: pointer; list-style: none; position: relative; } summary::-webkit-details-marker { display: none; }
summary::before { content: '\\25B8'; position: absolute; left: 12px; top: 50%; translate: 0 -50%; color: var(--quiet); font-size: 12px; } details[open] > summary::before { content: '\\25BE'; }
summary:hover { background: var(--code); } summary:focus-visible { outline: 2px solid var(--mild); outline-offset: -2px; }
.area > summary { font-weight: 600; } .area + .area { border-top: 1px solid var(--line); } .case > summary { font-size: 14px; } .case > summary > :first-child { padding-left: 48px; }
.case > summary::before { left: 30px; } .case > summary .id { display: inline-block; min-width: 3em; font-variant-numeric: tabular-nums; }
.level { color: var(--quiet); font-size: 12px; margin-left: 6px; }
.bar { display: flex; height: 8px; border-radius: 4px; overflow: hidden; background: var(--line); } .bar i { background: var(--of); min-width: 2px; }
.count { font-size: 12px; font-weight: 400; color: var(--quiet); }
.cell { display: block; font-size: 12px; line-height: 1.35; padding: 2px 7px; border-radius: 5px; color: var(--of); background: var(--on); overflow-wrap: anywhere; }
.pass { --of: var(--good); --on: var(--goodback); } .tolerated, .info { --of: var(--mild); --on: var(--mildback); }
.warn, .blocked, .known { --of: var(--care); --on: var(--careback); } .fail, .error, .flaky, .fixed { --of: var(--bad); --on: var(--badback); }
.unsupported, .none { --of: var(--quiet); --on: transparent; }
.body { padding: 4px 20px 18px 48px; border-bottom: 1px solid var(--line); background: var(--back); font-size: 14px; }
.steps { margin: 0; padding-left: 20px; } .script > summary { padding-left: 30px; } .body > .cell { display: inline-block; }
.problem { display: grid; grid-template-columns: max-content 1fr; gap: 0 12px; margin: 4px 0; } .problem dt { color: var(--quiet); } .problem dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; font-size: 13px; background: var(--card); border: 1px solid var(--line); } td { padding: 3px 8px; vertical-align: top; border-top: 1px solid var(--line); }
td.t { text-align: right; color: var(--quiet); white-space: nowrap; font-variant-numeric: tabular-nums; } td.on { white-space: nowrap; } td.words { overflow-wrap: anywhere; }
td code { display: block; color: var(--quiet); font-size: 12px; } tr.out td.on { color: var(--mild); } tr.in td.on { color: var(--good); } tr.note td { color: var(--quiet); }
.legend { display: flex; flex-wrap: wrap; gap: 6px; margin: 14px 0 0; }
@media (max-width: 960px) { .matrix { overflow-x: auto; } .head { position: static; } .row { min-width: calc(150px + var(--subjects) * 100px); padding-right: 6px; grid-template-columns: 150px repeat(var(--subjects), minmax(92px, 1fr)); }
  .row > :first-child { position: sticky; left: 0; z-index: 1; background: var(--card); align-self: stretch; align-content: center; overflow-wrap: anywhere; } .case > summary > :first-child { padding-left: 30px; }
  .case > summary::before, summary::before { left: 12px; z-index: 2; } .body { position: sticky; left: 0; width: calc(100vw - 50px); padding-left: 14px; } }
@media (max-width: 700px) { body { padding: 10px; } .body { width: calc(100vw - 22px); padding-right: 14px; } }
`.trim();
