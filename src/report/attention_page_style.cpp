#include "report/attention_page_assets.h"

namespace nmt {

const std::string_view attention_page_style = R"css(
:root {
  --paper: #f7f6f2; --card: #ffffff; --ink: #1c2230; --muted: #697180; --rule: #e2e0d8;
  --empty: #f1f0eb; --heat: #1e3a8a; --on-heat: #ffffff; --line: #1e3a8a; --accent: #c2410c; --halo: #fdecd8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #12151b; --card: #1a1e27; --ink: #e5e8ef; --muted: #959eae; --rule: #2c323e;
    --empty: #222733; --heat: #93b8ff; --on-heat: #0d1830; --line: #93b8ff; --accent: #ffab70; --halo: #47301f;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", "Noto Sans", sans-serif; }
header { padding: 28px 32px 20px; border-bottom: 1px solid var(--rule); }
h1 { margin: 0; font-size: 24px; font-weight: 650; letter-spacing: -0.01em; overflow-wrap: anywhere; }
h1 .model { color: var(--muted); font-weight: 400; margin-left: .3em; }
.facts { margin: 4px 0 0; color: var(--muted); }
.facts span + span::before { content: "\00b7"; margin: 0 .6em; }
.how { margin: 14px 0 0; max-width: 76ch; }
.legend { display: flex; align-items: center; gap: 8px; margin: 12px 0 0; color: var(--muted); font-size: 13px; }
.legend i { width: 140px; height: 12px; border-radius: 3px; background: linear-gradient(to right, var(--empty), var(--heat)); }
.banner { margin: 16px 0 0; padding: 12px 16px; max-width: 76ch; border-left: 4px solid var(--accent); background: var(--halo); border-radius: 4px; }
noscript .banner { margin: 16px 32px; }
code { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .92em; }

.columns { display: grid; grid-template-columns: 270px minmax(0, 1fr); }
nav { position: sticky; top: 0; height: 100vh; padding: 20px 8px 20px 32px; display: flex; flex-direction: column; }
#search { width: 100%; padding: 8px 11px; font: inherit; color: inherit; background: var(--card); border: 1px solid var(--rule); border-radius: 7px; }
#search:focus-visible { outline: 2px solid var(--heat); outline-offset: 1px; }
#found { margin: 8px 2px; min-height: 1.5em; color: var(--muted); font-size: 13px; }
#list { margin: 0; padding: 0; list-style: none; overflow-y: auto; flex: 1; scrollbar-width: thin; }
#list li { content-visibility: auto; contain-intrinsic-size: auto 29px; }
#list a { display: flex; gap: 9px; padding: 3px 8px; border-radius: 6px; color: inherit; text-decoration: none; font-size: 13.5px; }
#list a:hover, #list a.here { background: var(--card); }
#list b { min-width: 2.1em; text-align: right; font-weight: 400; color: var(--muted); font-variant-numeric: tabular-nums; }
#list bdi { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }

main { padding: 20px 32px 60px 16px; }
article {
  margin: 0 0 20px; padding: 16px 22px 20px; background: var(--card); border: 1px solid var(--rule); border-radius: 10px;
  content-visibility: auto; contain-intrinsic-size: auto calc(var(--rows) * 26px + 240px); scroll-margin-top: 12px;
}
article:target { border-color: var(--heat); }
[hidden] { display: none !important; }
h2 { display: flex; justify-content: space-between; margin: 0; font-size: 13px; font-weight: 400; color: var(--muted); font-variant-numeric: tabular-nums; }
h2 a { color: inherit; text-decoration: none; }
h2 a::before { content: "#"; opacity: .6; }
h2 small { font-size: inherit; }
.source, .translation { margin: 0; max-width: 100ch; font-size: 17px; overflow-wrap: anywhere; }
.source { color: var(--muted); }
.translation { font-weight: 550; }
.note { margin: 10px 0 0; color: var(--muted); font-style: italic; }

.figure { display: flex; flex-wrap: wrap; gap: 18px 36px; align-items: flex-start; margin-top: 16px; min-height: calc(var(--rows) * 26px + 130px); }
.figure.drawn { min-height: 0; }
.view { max-width: 100%; overflow-x: auto; overflow-y: hidden; scrollbar-width: thin; }
.view.beside { margin: 0 auto; }
svg { display: block; cursor: default; user-select: none; }
svg text { fill: var(--ink); }
svg .mark { fill: var(--muted); opacity: .55; }
svg .special { fill: var(--muted); font-style: italic; }
svg .number { text-anchor: middle; pointer-events: none; font-variant-numeric: tabular-nums; }
svg .over { fill: var(--on-heat); }
svg .aside { fill: var(--muted); font-variant-numeric: tabular-nums; }
svg .ground { fill: var(--empty); }
svg .cell { fill: var(--heat); }
svg .broken { fill: none; stroke: var(--accent); stroke-width: 1; }
svg .band { fill: none; stroke: var(--accent); stroke-width: 1.5; pointer-events: none; visibility: hidden; }
svg .band.on { visibility: visible; }
svg .token.on { fill: var(--accent); font-weight: 600; }
svg .plate { fill: var(--accent); opacity: 0; }
svg .link { stroke: var(--line); stroke-linecap: round; pointer-events: none; }
svg.choosing .link { visibility: hidden; }
svg.choosing .link.on { visibility: visible; stroke: var(--accent); }

#tooltip {
  position: fixed; z-index: 2; max-width: 340px; padding: 7px 11px; pointer-events: none; white-space: pre-line; overflow-wrap: anywhere;
  background: var(--ink); color: var(--paper); border-radius: 7px; font-size: 13px; line-height: 1.45; box-shadow: 0 3px 12px rgb(0 0 0 / .25);
}
@media (max-width: 860px) {
  .columns { grid-template-columns: minmax(0, 1fr); }
  header { padding: 20px 16px 14px; }
  nav { position: static; height: auto; max-height: 34vh; padding: 14px 16px 0; }
  main { padding: 14px 16px 40px; }
  article { padding: 12px 14px 16px; }
}
@media print {
  nav, #tooltip { display: none; }
  .columns { display: block; }
  article { break-inside: avoid; content-visibility: visible; }
}
)css";

}  // namespace nmt
