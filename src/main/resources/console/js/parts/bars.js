import {html, svg} from 'lit';
import {full, words} from '../format.js';

const GROUPS = [
  ['good', ['qualified']],
  ['info', ['callback']],
  ['rest', ['not_qualified', 'do_not_call', 'voicemail', 'no_input', '']],
  ['bad', ['failed']],
];
const HEIGHT = 120;

const sum = (period, names) => names.reduce((total, name) => total + (period.outcomes[name] ?? 0), 0);

/** Calls over time by what came of them, as a picture and as a table. */
export function bars(periods) {
  const most = Math.max(1, ...periods.map((each) => each.calls));
  const bar = (period, i) => {
    let top = HEIGHT;
    return GROUPS.map(([kind, names]) => {
      const height = (sum(period, names) / most) * (HEIGHT - 6);
      top -= height;
      return svg`<rect class=${kind} x=${i * 10 + 1} width="8" y=${top} height=${height}></rect>`;
    });
  };
  const names = [...new Set(periods.flatMap((each) => Object.keys(each.outcomes)))];
  return html`<svg class="bars" viewBox="0 0 ${periods.length * 10} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="Calls over time, at most ${most} at once; the table below has the numbers">
      ${periods.map(bar)}
    </svg>
    <div class="row small quiet axis"><span class="num">${full(periods[0].from)}</span><span class="grow"></span><span>now</span></div>
    <div class="row small keys">
      <span class="key good">Qualified</span><span class="key info">Callback</span><span class="key rest">Other outcomes</span><span class="key bad">Failed</span>
    </div>
    <details>
      <summary>As a table</summary>
      <div class="scroll">
        <table>
          <thead><tr><th scope="col">From</th><th scope="col">Calls</th>${names.map((name) => html`<th scope="col">${name ? words(name) : 'None yet'}</th>`)}</tr></thead>
          <tbody>
            ${periods.filter((each) => each.calls).map((each) => html`<tr><td class="num">${full(each.from)}</td><td class="num">${each.calls}</td>${names.map((name) => html`<td class="num">${each.outcomes[name] ?? 0}</td>`)}</tr>`)}
          </tbody>
        </table>
      </div>
    </details>`;
}
