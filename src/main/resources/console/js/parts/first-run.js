import {html, nothing} from 'lit';
import {icon} from '../icons.js';
import {link} from '../router.js';
import {session} from '../session.js';

/** What is to be done, in this order, until Five9 has asked for the first outcome. */
export function firstRun({numbers, agents, calls, asked}) {
  const mapped = numbers.find((number) => agents.some((agent) => agent.id === number.agent_id && agent.published_version));
  const number = mapped ?? numbers[0];
  const host = session.me.sip_uri.replace(/^sips?:/, '');
  const steps = [
    [numbers.length > 0, 'Register the number that Five9 transfers to', html`<a href="${link('/numbers')}?add=new">Add a phone number</a>`],
    [!!mapped, 'Publish an agent and map it to the number', html`<a href=${link(numbers.length && agents.length ? `/numbers/${number.id}` : '/agents')}>${agents.length ? 'Map an agent' : 'Write an agent'}</a>`],
    [calls > 0, 'Make a test call', html`${mapped ? html`<a href="${link(`/agents/${mapped.agent_id}`)}?tab=call">Let a simulated customer call</a>, or dial` : 'Dial'} <code>${number?.number ?? 'the number'}@${host}</code> with a softphone; the call appears under <a href=${link('/live')}>Live</a>.`],
    [asked, 'Bring the script into Five9', number ? html`<a href=${link(`/numbers/${number.id}`)}>Download the script kit</a>, import it, and let a test lead be transferred.` : nothing],
  ];
  if (steps.every(([done]) => done)) return nothing;
  const next = steps.findIndex(([done]) => !done);
  return html`<section class="panel pad stack tight first-run">
    <h2>Set up, in this order</h2>
    <ol>
      ${steps.map(
        ([done, title, how], i) => html`<li class=${done ? 'done' : i === next ? 'next' : ''} aria-current=${i === next ? 'step' : nothing}>
          ${done ? icon('good') : html`<span class="nr num" aria-hidden="true">${i + 1}</span>`}
          <span><strong>${title}</strong>${done ? html`<span class="visually-hidden"> (done)</span>` : html`<span class="sub">${how}</span>`}</span>
        </li>`,
      )}
    </ol>
  </section>`;
}
