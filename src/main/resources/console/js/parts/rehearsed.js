import {html, nothing} from 'lit';
import {badge} from './show.js';

const sentence = (text) => text.replace(/^./, (first) => first.toUpperCase());

export const ending = (row) => (row.state === 'running' ? badge('Calling', 'info') : row.as_expected ? badge('As expected', 'good') : badge('Not as expected', 'bad'));

/** What a simulated customer was to come to, and came to. */
export const rehearsed = (row) => html`<dl class="facts">
  <dt>Customer</dt><dd>${row.customer}, ${row.campaign}</dd>
  <dt>Expected</dt><dd>${sentence(row.expected) || 'Any end'}</dd>
  <dt>Came to</dt><dd>${row.state === 'running' ? 'The call goes on' : sentence(row.result)} ${ending(row)}</dd>
  ${row.deviations.length ? html`<dt>What differs</dt><dd>${row.deviations.map((each) => html`<span class="sub">${sentence(each)}</span>`)}</dd>` : nothing}
</dl>`;
