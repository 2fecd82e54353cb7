// The page's looks: one column that reads on a phone, light or dark as the reader's system is, and on paper always light. The charts take
// their colours from the variables here.

const LIGHT = `--bg:#fff;--panel:#f6f7f9;--ink:#17202c;--soft:#566273;--line:#d5dae1;--accent:#0b63b8;--memory:#1f6fc4;--tile:#c2570c;--bar:#bcd7f2;
--work:#12806a;--filler:#8ccfbf;--input:#e0a100;--weights:#7b4bd0;--drain:#d8488f;--downstream:#cc3a2b;--idle:#dfe3e8;--bound:#c2570c;
--c0:#1f77b4;--c1:#d9730d;--c2:#2a9247;--c3:#c8322f;--c4:#8a5cc2;--c5:#8c564b;--c6:#c9509f;--c7:#667085;--c8:#8c8c12;--c9:#0f95a5`;
const DARK = `--bg:#12161c;--panel:#1b212a;--ink:#e6eaf0;--soft:#9aa7b8;--line:#343e4c;--accent:#6db3f8;--memory:#62a8f0;--tile:#f0924a;--bar:#25476b;
--work:#2fb096;--filler:#1d6b5b;--input:#e8b93c;--weights:#a585ec;--drain:#ec7db2;--downstream:#ef6a5a;--idle:#2b333f;--bound:#f0924a;
--c0:#5aa9e0;--c1:#f39a4a;--c2:#5cc079;--c3:#ef6a67;--c4:#b391e3;--c5:#bd8b80;--c6:#e68bc4;--c7:#9aa5b8;--c8:#c4c44a;--c9:#4cc4d2`;

export const STYLE = `
:root{color-scheme:light dark;${LIGHT}}
@media (prefers-color-scheme:dark){:root{${DARK}}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;overflow-wrap:break-word}
header,main,footer{max-width:1240px;margin:0 auto;padding:0 20px}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 .6rem}h1 span{color:var(--soft);font-weight:400}
h2{font-size:1.35rem;margin:0 0 .3rem}
.kind{margin:1.4rem 0 0;color:var(--soft);font-size:.85rem}
.lead{max-width:78ch;margin:.2rem 0 1rem;color:var(--soft)}.lead b{color:var(--ink)}
code{font:.9em ui-monospace,"DejaVu Sans Mono",monospace}
section{padding:2rem 0 .5rem;scroll-margin-top:3rem;border-top:1px solid var(--line)}section:first-child{border:0}
a{color:var(--accent)}.skip{position:absolute;left:-999px}.skip:focus{left:8px;top:8px;background:var(--panel);padding:6px 10px;z-index:9}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
nav{position:sticky;top:0;z-index:5;background:var(--bg);border-bottom:1px solid var(--line);display:flex;gap:6px 18px;align-items:center;padding:6px max(20px,calc((100vw - 1200px)/2));flex-wrap:wrap}
nav ul{display:flex;flex-wrap:wrap;gap:2px 14px;margin:0;padding:0;list-style:none}nav a{text-decoration:none;white-space:nowrap}
nav label{margin-left:auto;color:var(--soft);max-width:100%}select{font:inherit;color:var(--ink);background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:3px 6px;max-width:60vw}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:10px;margin:0 0 1rem}
.facts div{background:var(--panel);border-radius:10px;padding:10px 14px;display:flex;flex-direction:column}
.facts dt{order:2;color:var(--soft)}.facts dd{margin:0;order:1;font-size:1.5rem;font-weight:650;line-height:1.25}.facts dd.note{order:3;font-size:.8rem;font-weight:400;color:var(--soft)}
.net{border:1px solid var(--line);border-radius:10px;overflow:hidden}
.line{display:grid;grid-template-columns:var(--lanes) minmax(0,1.6fr) minmax(0,1.4fr) minmax(0,1.7fr) minmax(0,1.1fr) minmax(0,.8fr) minmax(0,1fr);align-items:center;gap:0 10px;padding-right:10px;min-height:36px}
.line:nth-child(odd){background:var(--panel)}.line.head{font-size:.85rem;color:var(--soft);background:none;min-height:30px}
.line>span{padding:4px 0}.line em{font-size:.8rem;color:var(--accent);font-style:normal}.shape{white-space:nowrap}
.lanes{position:relative;align-self:stretch;padding:0!important}.lanes svg{position:absolute;inset:0;width:100%;height:100%}.lanes path{fill:none;stroke:var(--accent);stroke-width:2;vector-effect:non-scaling-stroke;opacity:.75}
.lanes i{position:absolute;top:50%;width:11px;height:11px;margin:-5.5px;border-radius:50%;background:var(--bg);border:3px solid var(--accent)}
.phases{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,460px),1fr));gap:16px}
.phase{margin:0;border:1px solid var(--line);border-radius:10px;padding:10px 12px;break-inside:avoid}
.phase figcaption span{display:block;color:var(--soft);font-size:.85rem}
.grid{width:100%;height:auto;max-height:520px;font-size:10px;fill:var(--ink)}
.tile rect{fill:var(--panel);stroke:var(--line)}.tile .place,.tile .busy{fill:var(--soft);font-size:9.5px}.tile .layer{font-weight:600;font-size:11.5px}
.tile rect:first-child{stroke:var(--c,var(--line));stroke-width:2}.tile.off rect{stroke-dasharray:3 3;stroke-width:1;fill:none}.tile .gauge{fill:var(--idle);stroke:none}.tile .level{fill:var(--c,var(--work));stroke:none}
${Array.from({ length: 10 }, (_, color) => `.c${color}{--c:var(--c${color})}`).join('')}
.stream text{font-size:9px}.stream path{fill:none;stroke-width:2}.stream.memory path{stroke:var(--memory)}.stream.tile path{stroke:var(--tile)}.stream.memory text{fill:var(--memory)}.stream.tile text{fill:var(--tile)}
.key{padding:0 6px;border-radius:5px;color:#fff}.key.memory{background:#1f6fc4}.key.tile{background:#b34d06}
.chart{width:100%;margin:.3rem 0 0}.tip{min-height:1.5em;margin:0 0 .6rem;color:var(--soft);font-size:.85rem}
.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:10px;margin-bottom:1rem}
table{border-collapse:collapse;width:100%;font-size:.9rem}caption{position:absolute;left:-999px}
th,td{padding:5px 10px;text-align:left;white-space:nowrap;border-bottom:1px solid var(--line)}tbody tr:last-child>*{border-bottom:0}thead th{color:var(--soft);font-weight:500}
.n{text-align:right;font-variant-numeric:tabular-nums}tbody th{font-weight:600}tr.own{background:var(--panel)}
th button{font:inherit;color:inherit;background:none;border:0;padding:0;cursor:pointer;text-align:inherit}
.bar{display:inline-block;min-width:96px;padding:0 6px;border-radius:4px;background:linear-gradient(to right,var(--bar) var(--share),transparent 0)}
.bar:empty{height:.9em;vertical-align:middle;min-width:140px}
.dim{opacity:.18}tr.dim{display:none}
#float{position:fixed;z-index:9;max-width:min(340px,calc(100vw - 24px));background:var(--ink);color:var(--bg);padding:7px 10px;border-radius:8px;font-size:.85rem;pointer-events:none}#float[hidden]{display:none}
details{color:var(--soft);font-size:.9rem;margin-bottom:1rem}footer{color:var(--soft);font-size:.85rem;border-top:1px solid var(--line);margin-top:2rem;padding-bottom:2rem}
@media (max-width:720px){
 header,main,footer{padding:0 14px}nav{padding:6px 14px;position:static}nav label{margin-left:0}
 .facts{grid-template-columns:repeat(auto-fit,minmax(132px,1fr))}
 .line{grid-template-columns:var(--lanes) minmax(0,1fr) auto;padding:4px 10px 4px 0}.line.head{display:none}.line>span{padding:0}
 .phase{overflow-x:auto}.grid{min-width:calc(.85*var(--wide))}
 .lanes{grid-row:1/4;margin:-4px 0}.line>span:nth-child(n+3){font-size:.85rem;color:var(--soft)}
 .line .name{grid-column:2;overflow-wrap:anywhere}.line .shape{grid-column:3;grid-row:1;text-align:right}.line>span:nth-child(3){grid-column:2;grid-row:2}.line>span:nth-child(6){grid-column:3;grid-row:2;text-align:right}.line>span:nth-child(4){grid-column:2;grid-row:3}.line .where{grid-column:3;grid-row:3;text-align:right}
}
@media print{
 :root{color-scheme:light;${LIGHT}}
 body{font-size:10.5pt}nav,.skip,.tip,#float{display:none!important}section{break-inside:auto;padding-top:1rem}h2,.lead{break-after:avoid}.chart,tr{break-inside:avoid}
 .scroll{overflow:visible}th,td{white-space:normal;padding:3px 6px}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}.dim{opacity:1}tr.dim{display:table-row}
 .phases{grid-template-columns:repeat(2,minmax(0,1fr))}
}
`;
