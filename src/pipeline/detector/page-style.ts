/** Style sheet of the one-file comparison: light, dark, narrow and print; nothing is fetched. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--bg:#fff;--fg:#1c2128;--soft:#59636e;--line:#d1d9e0;--panel:#f6f8fa;
--production:#0b62c4;--reference:#8a6d1d;--second:#7a3e9d;--third:#2f7d6b;--green:#1a7f37;--yellow:#8a6100;--red:#b42318;
--unknown:#59636e}
@media (prefers-color-scheme:dark){:root{--bg:#0d1117;--fg:#e6edf3;--soft:#9aa4ae;--line:#3d444d;--panel:#151b23;
--production:#6cb2ff;--reference:#d6b656;--second:#c79bea;--third:#67c7b1;--green:#56d364;--yellow:#e3b341;--red:#ff8a80;
--unknown:#9aa4ae}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:62rem;padding:1rem;background:var(--bg);color:var(--fg);
font:1rem/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
h1{font-size:1.5rem;margin:.5rem 0}h2{margin:2.5rem 0 .5rem;border-top:1px solid var(--line);padding-top:1rem}
h3{margin:1.5rem 0 .25rem}a{color:var(--production)}
.soft,figcaption,caption{color:var(--soft)}
.status{font-weight:600}.green{color:var(--green)}.yellow{color:var(--yellow)}.red{color:var(--red)}
.unknown{color:var(--unknown)}
.simulated{border:2px solid var(--yellow);padding:.5rem .75rem;font-weight:600}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.875rem;margin:.5rem 0}
th,td{padding:.25rem .6rem .25rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
.n{text-align:right;font-variant-numeric:tabular-nums}
td{overflow-wrap:break-word}.status{white-space:nowrap}
figure{margin:1rem 0;break-inside:avoid}figcaption{font-size:.875rem}
figure svg{display:block;width:100%;height:auto;max-height:22rem;overflow:visible}
.key{font-size:.875rem}.key span{margin-right:1rem;white-space:nowrap}
.key i{display:inline-block;width:.9em;height:.9em;margin-right:.35em;vertical-align:-.1em}
.grid{stroke:var(--line)}.tick{fill:var(--soft);font-size:22px}.band{fill:var(--green);opacity:.1}
.span{fill:var(--red);opacity:.15}.mark{stroke:var(--soft);stroke-dasharray:4 4}
.stroke{fill:none;stroke-width:3;vector-effect:non-scaling-stroke;stroke-linejoin:round;stroke-linecap:round}
.dots{stroke-width:9}.thin{stroke-width:1}.area{opacity:.3;stroke:none}.area.solid{opacity:.85}
.p-production{stroke:var(--production);fill:var(--production)}.p-reference{stroke:var(--reference);fill:var(--reference)}
.p-second{stroke:var(--second);fill:var(--second)}.p-third{stroke:var(--third);fill:var(--third)}
.p-good{stroke:var(--green);fill:var(--green)}.p-warn{stroke:var(--yellow);fill:var(--yellow)}
.p-bad{stroke:var(--red);fill:var(--red)}.stroke[class]{fill:none}
.b-production{background:var(--production)}.b-reference{background:var(--reference)}.b-second{background:var(--second)}
.b-third{background:var(--third)}.b-good{background:var(--green)}.b-warn{background:var(--yellow)}.b-bad{background:var(--red)}
details{margin:.25rem 0}summary{cursor:pointer;color:var(--soft);font-size:.875rem}
@media (max-width:40rem){.scroll table{min-width:34rem}.tick{font-size:32px}}
@media print{details{display:none}a{color:inherit}h2{break-after:avoid}body{max-width:none;font-size:.8rem}}
`;
