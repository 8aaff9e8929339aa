#include "report/html_style.hpp"

namespace spikelet::conformance {

// Light and dark by the reader's setting; narrow screens get one column. State is told by a sign
// and a word as well, never by colour alone.
const std::string_view html_style = R"css(
:root {
  --ground: #ffffff; --panel: #f6f7f9; --line: #dfe3e8; --ink: #1d2530; --soft: #5b6776;
  --good: #1a7f4b; --good-ground: #e3f4ea; --bad: #b3261e; --bad-ground: #fbe6e4;
  --open: #8a5a00; --open-ground: #fdf0d5; --none: #66717f; --none-ground: #eceff3;
  color-scheme: light dark;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #12161c; --panel: #1a2029; --line: #2c3540; --ink: #e4e9ef; --soft: #9aa7b6;
    --good: #58c88c; --good-ground: #14301f; --bad: #ff8a80; --bad-ground: #3a1a18;
    --open: #e7b454; --open-ground: #35290f; --none: #9aa7b6; --none-ground: #232b35;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
main { max-width: 72rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .25rem; letter-spacing: -.01em; }
h2 { font-size: 1.25rem; margin: 2.75rem 0 .75rem; padding-bottom: .35rem;
  border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
p { margin: .4rem 0; }
.soft { color: var(--soft); }
a { color: inherit; }
code, pre { font: .85em/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: .75rem 1rem;
  overflow-x: auto; margin: .6rem 0; }
code { overflow-wrap: anywhere; }

.totals { display: grid; grid-template-columns: repeat(4, 1fr); gap: .75rem; margin: 1.5rem 0 .75rem; }
.total { border-radius: 8px; padding: .8rem 1rem; text-decoration: none; }
.total b { display: block; font-size: 1.9rem; line-height: 1.15; font-variant-numeric: tabular-nums; }
.good { color: var(--good); background: var(--good-ground); }
.bad { color: var(--bad); background: var(--bad-ground); }
.open { color: var(--open); background: var(--open-ground); }
.none { color: var(--none); background: var(--none-ground); }
.bar { display: flex; height: 8px; border-radius: 4px; overflow: hidden; background: var(--none-ground); }
.bar i { display: block; }
.bar .g { background: var(--good); } .bar .b { background: var(--bad); }
.bar .o { background: var(--open); } .bar .n { background: var(--none); }
.notice { border-radius: 8px; padding: .6rem 1rem; margin: 1rem 0 0; overflow-wrap: anywhere; }

dl.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(10.4rem, 1fr)); gap: .9rem 1rem;
  margin: 1.5rem 0 0; }
dl.facts div.wide { grid-column: 1 / -1; }
dt { color: var(--soft); font-size: .8rem; }
dd { margin: 0; overflow-wrap: anywhere; }

.areas { display: grid; grid-template-columns: 7.5rem 1fr; gap: .8rem 1rem; align-items: start; }
.areas h3 { margin: .45rem 0 0; }
.areas h3 small { display: block; font-weight: normal; font-size: .8rem; color: var(--soft);
  font-variant-numeric: tabular-nums; }
.tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(17.5rem, 1fr)); gap: .5rem; }
.tile { display: flex; justify-content: space-between; align-items: baseline; gap: .6rem; padding: .5rem .75rem; border-radius: 6px;
  text-decoration: none; font-size: .92rem; }
a.total[href]:hover, a.total:focus-visible, .tile:hover, .tile:focus-visible { outline: 2px solid currentColor; outline-offset: -2px; }
.tile span:last-child { font-variant-numeric: tabular-nums; white-space: nowrap; }

article { border: 1px solid var(--line); border-left: 4px solid var(--bad); border-radius: 6px;
  padding: .9rem 1.1rem; margin: 0 0 1rem; }
article.unsure { border-left-color: var(--open); }
article h3 { margin: 0; overflow-wrap: anywhere; }
.check { margin-top: .8rem; }
.check dl { display: grid; grid-template-columns: 5.5rem 1fr; gap: .15rem .75rem; margin: .3rem 0;
  align-items: baseline; }
.check dd code { white-space: pre-wrap; }
article > p.ref + pre { margin-top: .2rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.check dt { font-size: .9rem; }

details { border: 1px solid var(--line); border-radius: 6px; margin: 0 0 .5rem; }
details > summary { cursor: pointer; padding: .5rem .9rem; }
details[open] > summary { border-bottom: 1px solid var(--line); }
details summary .count { color: var(--soft); float: right; font-variant-numeric: tabular-nums; }
.check details { margin-top: .5rem; }
.check details pre { border: 0; border-radius: 0; margin: 0; }
ul.cases { list-style: none; margin: 0; padding: .35rem .9rem .6rem; }
ul.cases li { display: grid; grid-template-columns: 1.4rem 1fr; padding: .3rem 0; }
ul.cases li + li { border-top: 1px solid var(--line); }
ul.cases p { margin: 0; }
.sign { font-weight: 600; }
.sign.g { color: var(--good); } .sign.b { color: var(--bad); }
.sign.o { color: var(--open); } .sign.n { color: var(--none); }
.ref { color: var(--soft); font-size: .85rem; overflow-wrap: anywhere; }
@media (max-width: 40rem) {
  main { padding: 1.25rem .9rem 3rem; }
  .totals { grid-template-columns: repeat(2, 1fr); }
  .areas { grid-template-columns: 1fr; gap: .3rem; }
  .areas h3 { margin-top: .9rem; }
  .areas h3 small { display: inline; margin-left: .6rem; }
  .tiles { grid-template-columns: 1fr; gap: .3rem; }
  dl.facts { grid-template-columns: repeat(2, 1fr); }
  .check dl { grid-template-columns: 1fr; }
  .check dd { margin-bottom: .3rem; }
}
@media print { details:not([open]) > *:not(summary) { display: none; } a { text-decoration: none; } }
)css";

}  // namespace spikelet::conformance
