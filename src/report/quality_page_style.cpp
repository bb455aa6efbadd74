#include "report/quality_page_parts.h"

namespace nmt {

// The palette of the systems keeps apart for eyes that do not tell red from green (Okabe and Ito 2008, darkened and
// lightened for the two grounds).
const std::string_view quality_page_style = R"css(
:root {
  --paper: #f7f6f2; --card: #ffffff; --ink: #1c2230; --muted: #697180; --rule: #e2e0d8; --grid: #e9e7e0;
  --accent: #c2410c; --halo: #fdecd8; --s0: #8a94a6; --s1: #1e4fa8; --s2: #c8791a; --s3: #0f8a68; --s4: #a04a86; --s5: #5a7d1c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #12151b; --card: #1a1e27; --ink: #e5e8ef; --muted: #959eae; --rule: #2c323e; --grid: #262c38;
    --accent: #ffab70; --halo: #47301f; --s0: #7c8698; --s1: #7fb0ff; --s2: #f0a94a; --s3: #4fcfa4; --s4: #e08cc4; --s5: #a8cc5c;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 12px; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", "Noto Sans", sans-serif; }
header, main { max-width: 1000px; margin: 0 auto; padding: 0 24px; }
header { padding-top: 28px; }
main { padding-bottom: 60px; }
h1 { margin: 0; font-size: 24px; font-weight: 650; letter-spacing: -0.01em; overflow-wrap: anywhere; }
h1 .metric { color: var(--muted); font-weight: 400; margin-left: .3em; }
h2 { margin: 0; font-size: 18px; font-weight: 650; }
h3 { margin: 18px 0 0; font-size: 15px; font-weight: 650; }
.facts { margin: 4px 0 0; color: var(--muted); }
.facts span + span::before { content: "\00b7"; margin: 0 .6em; }
.signature { margin: 2px 0 0; color: var(--muted); font-size: 13px; overflow-wrap: anywhere; }
code { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .92em; }
nav { display: flex; flex-wrap: wrap; gap: 6px; margin: 14px 0 18px; }
nav a { padding: 3px 11px; border: 1px solid var(--rule); border-radius: 99px; background: var(--card); color: inherit; text-decoration: none; font-size: 13.5px; }
nav a:hover { border-color: var(--s1); }
nav a:focus-visible, summary:focus-visible { outline: 2px solid var(--s1); outline-offset: 2px; }

section { margin: 0 0 18px; padding: 18px 22px 20px; background: var(--card); border: 1px solid var(--rule); border-radius: 10px; }
section p { margin: 6px 0 0; max-width: 82ch; }
.wide { overflow-x: auto; scrollbar-width: thin; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 20px; font-size: 13.5px; }
.legend .faint, .aside { color: var(--muted); font-size: 13.5px; }
.system { display: inline-flex; align-items: baseline; max-width: 22em; overflow-wrap: anywhere; text-align: left; }
.system i { flex: none; width: 11px; height: 11px; margin-right: 6px; border-radius: 3px; }
i.s0 { background: var(--s0); } i.s1 { background: var(--s1); } i.s2 { background: var(--s2); }
i.s3 { background: var(--s3); } i.s4 { background: var(--s4); } i.s5 { background: var(--s5); }

.chart { display: block; width: 100%; min-width: 600px; max-width: 860px; height: auto; margin: 10px 0 0; }
.chart text { fill: var(--ink); font-size: 12px; font-variant-numeric: tabular-nums; }
.chart .name, .chart .tick, .chart .note { fill: var(--muted); }
.chart .note { font-size: 11px; }
.chart .value { font-size: 11px; }
.chart .grid { stroke: var(--grid); }
.chart .zero { stroke: var(--muted); }
.chart text.faint { fill: var(--muted); opacity: .8; }
.bar.s0 { --bar: var(--s0); } .bar.s1 { --bar: var(--s1); } .bar.s2 { --bar: var(--s2); }
.bar.s3 { --bar: var(--s3); } .bar.s4 { --bar: var(--s4); } .bar.s5 { --bar: var(--s5); }
.bar rect { fill: var(--bar); }
.bar.hollow rect { fill: var(--card); stroke: var(--bar); stroke-width: 1.5; }
.bar.faint rect { opacity: .35; } .bar.faint .value { fill: var(--muted); }
.bar:hover rect { filter: brightness(1.12); }

table { border-collapse: collapse; margin: 10px 0 0; font-size: 14px; font-variant-numeric: tabular-nums; }
th, td { padding: 4px 14px 4px 0; border-bottom: 1px solid var(--rule); text-align: right; vertical-align: top; }
th { font-weight: 400; color: var(--muted); }
thead th { vertical-align: bottom; }
th:first-child, td.parts, td.meaning, table.faults th:last-child { text-align: left; }
tbody th { min-width: 6em; color: var(--ink); }
td.score { font-weight: 650; }
td.parts, td.meaning { color: var(--muted); }
table.faults td { white-space: nowrap; }
table.faults td.meaning { white-space: normal; min-width: 20em; padding-right: 0; }
tr.faint th, tr.faint td { color: var(--muted); opacity: .7; }

details { margin: 12px 0 0; }
summary { cursor: pointer; color: var(--ink); font-weight: 600; font-size: 14px; }
summary .system { font-weight: 400; margin-left: .2em; }
.sentences { margin: 6px 0 0; padding: 0; list-style: none; }
.sentences li { padding: 9px 0; border-top: 1px solid var(--rule); }
section .line { margin: 0 0 2px; color: var(--muted); font-size: 13px; }
dl { display: grid; grid-template-columns: minmax(7em, max-content) minmax(0, 1fr); gap: 2px 16px; margin: 0; }
dt { max-width: 16em; color: var(--muted); font-size: 13.5px; line-height: 1.65; }
dt b { margin-left: 8px; color: var(--ink); font-variant-numeric: tabular-nums; }
dd { margin: 0; overflow-wrap: anywhere; unicode-bidi: isolate; }
dd.source { color: var(--muted); }
.nothing { color: var(--muted); font-style: italic; }
mark { background: none; color: inherit; text-decoration: underline; text-decoration-color: var(--accent); text-decoration-thickness: 2px; text-underline-offset: 3px; }
@media (max-width: 640px) {
  header, main { padding-left: 12px; padding-right: 12px; }
  section { padding: 14px 14px 16px; }
  dl { grid-template-columns: minmax(0, 1fr); }
  dt { margin-top: 4px; }
}
@media print { nav { display: none; } section { break-inside: avoid-page; } }
)css";

}  // namespace nmt
