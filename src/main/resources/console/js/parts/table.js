import {html} from 'lit';

/** The head of a column of buttons, which says nothing to the eye. */
export const DO = html`<span class="visually-hidden">Do</span>`;

/** What every list is: on a phone each row is a card. */
export const table = (caption, heads, rows) => html`<div class="panel scroll">
  <table class="cards">
    <caption class="visually-hidden">${caption}</caption>
    <thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
    <tbody>${rows}</tbody>
  </table>
</div>`;
