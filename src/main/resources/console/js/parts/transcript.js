import {html, nothing} from 'lit';
import {classMap} from 'lit/directives/class-map.js';
import {length} from '../format.js';

const WHO = {agent: 'Agent', caller: 'Caller'};

/** What was said; a click on a line lets one hear it, if there is something to hear it with. */
export function transcript(lines, at, hear) {
  if (lines.length === 0) return html`<p class="quiet">Nobody has said anything yet.</p>`;
  return html`<ol class="transcript">
    ${lines.map((line) => {
      const current = at >= line.start_ms && at < line.end_ms && at > 0;
      return html`<li class=${classMap({[line.role]: true, current})}>
        <button class="line" ?disabled=${!hear} @click=${() => hear(line.start_ms)} aria-current=${current ? 'true' : nothing}>
          <span class="num when">${length(line.start_ms / 1000)}</span>
          <span class="who">${WHO[line.role] ?? line.role}</span>
          <span class="said">${line.text}${line.interrupted_at_ms >= 0 ? html` <span class="quiet small">(interrupted)</span>` : nothing}</span>
        </button>
      </li>`;
    })}
  </ol>`;
}
