/** The style of the reviewer's page: colours of at least 4.5 to 1 on both grounds (WCAG 2.2 section 1.4.3). */
export const reportStyle = `
:root { color-scheme: light dark; --ground: #fff; --text: #1b1b1f; --quiet: #5a5a66; --line: #d5d5dd; --panel: #f5f5f8;
  --link: #0b57d0; --passed: #12692f; --failed: #b3181f; --warning: #8a5000; --review: #5b3cc4; --skipped: #55555f; }
@media (prefers-color-scheme: dark) { :root { --ground: #16161a; --text: #ececf1; --quiet: #a9a9b6; --line: #3a3a44;
  --panel: #202027; --link: #a8c7fa; --passed: #7ddb98; --failed: #ffb0a8; --warning: #f2c063; --review: #c9b8ff;
  --skipped: #b6b6c2; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 1.5rem; background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.3rem; } h3 { font-size: 1.05rem; } h4, h5 { font-size: .9rem; margin: .6rem 0 .2rem; }
table { border-collapse: collapse; width: 100%; } th, td { border-bottom: 1px solid var(--line); padding: .35rem .5rem;
  text-align: left; vertical-align: top; }
caption { text-align: left; padding: .35rem .5rem; }
section { border-top: 1px solid var(--line); }
summary { cursor: pointer; padding: .25rem 0; min-height: 1.5rem; }
.exchange, .page { border-left: 3px solid var(--line); margin: .3rem 0; padding-left: .8rem; }
.finding { margin: .2rem 0; padding-left: .95rem; }
img { max-width: 100%; border: 1px solid var(--line); }
pre { background: var(--panel); padding: .6rem; white-space: pre-wrap; max-height: 30rem; overflow: auto; margin: .2rem 0; }
code, pre, dd { font-family: ui-monospace, monospace; font-size: .85rem; }
dl { margin: .2rem 0; } dl div { display: grid; grid-template-columns: minmax(8rem, 14rem) 1fr; gap: .8rem; }
dt { color: var(--quiet); } dd { margin: 0; }
cite, .quiet { color: var(--quiet); font-style: normal; font-size: .9rem; }
.verdict, .finding > span { font-weight: 700; }
.passed { color: var(--passed); } .failed { color: var(--failed); } .warning { color: var(--warning); }
.review { color: var(--review); } .skipped { color: var(--skipped); }
@media print { details::details-content { content-visibility: visible; } }
`;
