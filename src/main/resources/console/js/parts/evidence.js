import {html, nothing} from 'lit';
import {full, length, words} from '../format.js';
import {badge} from './show.js';

const DISCLOSURE = {
  heard: ['Heard to its end', 'good'],
  interrupted: ['Not heard to its end', 'bad'],
  pending: ['Not heard yet', ''],
  missing: ['Not heard', 'bad'],
};
const TOLD = {delivered: '', pending: 'not yet', waiting: 'not yet', dead: 'given up'};

/** Words of either side; a click lets one hear them where the recording has them. */
const said = (line, hear) => html`<p>
  ${line.recording_ms === null ? nothing : html`<button class="plain small num" @click=${() => hear(line.recording_ms)} title="Hear it">${length(line.recording_ms / 1000)}</button>`}
  “${line.text}” <span class="sub quiet small">${full(line.at)}${line.confidence < 1 ? ` · recognised with ${Math.round(line.confidence * 100)} %` : nothing}</span>
</p>`;

function disclosure(found, hear) {
  if (found.state === 'none') return html`<p class="quiet">This version of the agent has nothing to disclose.</p>`;
  const [text, kind] = DISCLOSURE[found.state];
  return html`<p>${badge(text, kind)}</p>
    ${found.said.map((line) => said(line, hear))} ${found.said.length === 0 ? html`<p class="quiet">“${found.wording}”</p>` : nothing}`;
}

function consent({lead_consent: lead, spoken_consent: spoken}, hear) {
  if (lead.variables.length + lead.missing.length + spoken.length === 0) {
    return html`<p class="quiet">The number names no variables of consent, and the agent asked for none.</p>`;
  }
  return html`${lead.variables.length + lead.missing.length === 0
      ? nothing
      : html`<dl class="facts">
          ${lead.variables.map((each) => html`<dt>${each.name}</dt><dd>${each.value}</dd>`)}
          ${lead.missing.map((name) => html`<dt>${name}</dt><dd>${badge('Did not come', 'warn')}</dd>`)}
        </dl>`}
    ${spoken.map((each) => html`<p>${badge(each.answer === 'yes' ? 'Agreed' : 'Refused', each.answer === 'yes' ? 'good' : 'warn')} <span class="quiet">${each.question}</span></p>${each.words.map((line) => said(line, hear))}`)}`;
}

function optOut(found, hear) {
  if (!found) return nothing;
  return html`<h3>Opt-out</h3>
    ${found.words.map((line) => said(line, hear))}
    <dl class="facts">
      <dt>Committed</dt><dd>${full(found.committed_at)}, ${words(found.source)}</dd>
      ${found.listed_at ? html`<dt>On the list</dt><dd>${full(found.listed_at)}</dd>` : nothing}
      ${found.bye_at ? html`<dt>With the BYE</dt><dd>${full(found.bye_at)}</dd>` : nothing}
      ${found.told.map((each) => html`<dt>${each.to === 'five9' ? 'Five9' : html`<span class="mono">${each.to}</span>`}</dt><dd>${TOLD[each.state] || full(each.at)}</dd>`)}
    </dl>`;
}

/** What the call proves: that the caller was told what must be told, what they agreed to, and that their objection was heard. */
export function evidence(found, hear) {
  return html`<h3>Disclosure</h3>
    ${disclosure(found.disclosure, hear)}
    <h3>Consent</h3>
    ${consent(found, hear)} ${optOut(found.opt_out, hear)}`;
}
