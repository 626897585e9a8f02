import {html, nothing} from 'lit';
import {full, words} from '../format.js';
import {badge, outcome} from './show.js';

const fact = (name, value) => (value || value === 0 ? html`<dt>${name}</dt><dd>${value}</dd>` : nothing);

/** What counts as the result of a call. */
export function committed(call) {
  const result = call.committed;
  if (!result) return html`<p class="quiet">Nothing was committed${call.state === 'ended' ? '' : ' yet'}.</p>`;
  return html`<div class="row">
      ${outcome(result.outcome)} ${result.final ? badge('Final') : badge('Checkpoint', 'warn')}
      ${result.needs_review ? badge('To be reviewed', 'warn') : nothing}
    </div>
    ${result.summary ? html`<p>${result.summary}</p>` : nothing}
    <dl class="facts">
      ${fact('Goes to', result.route.value ? `${result.route.type}: ${result.route.value}` : result.route.type)}
      ${fact('Reason', result.route.reason)} ${fact('Intent', result.intent)}
      ${fact('Call back at', result.callback_at)} ${fact('Consent', String(result.consent ?? ''))}
      ${fact('Confidence', result.confidence === null ? '' : `${Math.round(result.confidence * 100)} %`)}
      ${fact('By', words(result.source))} ${fact('At', full(result.committed_at))}
      ${fact('Before the BYE', result.delivered_before_bye ? 'Yes' : 'No: it came too late for its headers')}
    </dl>`;
}

const TASKS = {dnc: 'Do-not-call list', callback: 'Callback', disposition: 'Disposition'};
const TONES = {pending: 'warn', done: 'good', failed: 'bad'};

/** What is done at Five9 because of the outcome, and what became of it. */
export function five9Tasks(call) {
  if (!call.five9_tasks?.length) return nothing;
  return html`<section class="panel pad stack tight">
    <h2>Done at Five9</h2>
    ${call.five9_tasks.map(
      (task) => html`<div class="row">${badge(words(task.state), TONES[task.state])} <span>${TASKS[task.kind]}</span>
          <span class="num quiet">${task.next_at ? `from ${full(task.next_at)}` : full(task.settled_at)}</span></div>
        ${task.detail ? html`<p class="quiet">${task.detail}</p>` : nothing}`,
    )}
  </section>`;
}

/** What the script asked and was told, in the order in which it did. */
export function asked(timeline) {
  const entries = timeline.filter((entry) => entry.actor === 'five9' && entry.kind !== 'call-arrived');
  if (entries.length === 0) return html`<p class="quiet">The script has not asked. Its Query module runs after the transfer comes back.</p>`;
  return html`<ol class="asked">
    ${entries.map(
      (entry) => html`<li>
        <span class="num quiet">${full(entry.t)}</span>
        <p>${entry.summary}</p>
      </li>`,
    )}
  </ol>`;
}
