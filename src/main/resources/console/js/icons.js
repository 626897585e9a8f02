import {html, svg} from 'lit';

/** Where the sign of the house is. */
export const LOGO = new URL('../css/icon.svg', import.meta.url).pathname;

/** Strokes on a grid of 16; they say nothing that the text beside them does not. */
const PATHS = {
  overview: svg`<path d="M2.5 13.5v-5M6.2 13.5v-9M9.8 13.5v-6.5M13.5 13.5v-11"/>`,
  live: svg`<path d="M1.5 8h2l1.5-4 2.5 9 2.5-10 1.5 5h3"/>`,
  conversations: svg`<path d="M2.5 3.5h11v7.5h-6l-3 2.5v-2.5h-2z"/>`,
  rejected: svg`<circle cx="8" cy="8" r="5.8"/><path d="M4 12 12 4"/>`,
  numbers: svg`<path d="M6 2.5 4.8 13.5M11.2 2.5 10 13.5M2.8 6h10.8M2.4 10h10.8"/>`,
  agents: svg`<circle cx="8" cy="5.3" r="2.8"/><path d="M2.8 13.5c.6-2.8 2.7-4 5.2-4s4.6 1.2 5.2 4"/>`,
  trunks: svg`<circle cx="3.5" cy="8" r="1.8"/><circle cx="12.5" cy="3.5" r="1.8"/><circle cx="12.5" cy="12.5" r="1.8"/><path d="M5.2 7.1 10.9 4.3M5.2 8.9l5.7 2.8"/>`,
  doctor: svg`<path d="M2.5 8.5 6 12l7.5-8"/>`,
  webhooks: svg`<path d="M2.5 8h8M7.5 4.5 11 8l-3.5 3.5M13.5 3v10"/>`,
  keys: svg`<circle cx="5" cy="11" r="2.5"/><path d="m7 9 6-6M10.5 5.5l2 2"/>`,
  audit: svg`<path d="M3.5 2.5h9v11h-9zM5.5 5.5h5M5.5 8h5M5.5 10.5h3"/>`,
  configuration: svg`<path d="M2.5 4.5h7M12.5 4.5h1M2.5 11.5h1M6.5 11.5h7"/><circle cx="11" cy="4.5" r="1.5"/><circle cx="5" cy="11.5" r="1.5"/>`,
  menu: svg`<path d="M2.5 4.5h11M2.5 8h11M2.5 11.5h11"/>`,
  good: svg`<circle cx="8" cy="8" r="6"/><path d="m5.2 8.2 2 2 3.6-4"/>`,
  warn: svg`<path d="M8 2.3 14.2 13.3H1.8zM8 6.5v3M8 11.3v.1"/>`,
  bad: svg`<circle cx="8" cy="8" r="6"/><path d="M8 4.8v4M8 11.1v.1"/>`,
  info: svg`<circle cx="8" cy="8" r="6"/><path d="M8 7.2v4M8 4.8v.1"/>`,
  play: svg`<path d="M5 3.2v9.6l7.5-4.8z"/>`,
  pause: svg`<path d="M5.5 3.5v9M10.5 3.5v9"/>`,
  copy: svg`<path d="M5.5 5.5h7.5v7.5h-7.5zM3 10.5v-7.5h7.5"/>`,
  down: svg`<path d="M8 2.5v8M4.8 7.5 8 10.7l3.2-3.2M3 13.5h10"/>`,
  hangup: svg`<path d="M2 9.5c3-3.3 9-3.3 12 0l-1.5 2-2.5-1v-2c-1.3-.4-2.7-.4-4 0v2l-2.5 1z"/>`,
  theme: svg`<circle cx="8" cy="8" r="5.5"/><path d="M8 2.5v11a5.5 5.5 0 0 0 0-11z" fill="currentcolor"/>`,
  plus: svg`<path d="M8 3v10M3 8h10"/>`,
};

export const icon = (name) => html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">${PATHS[name]}</svg>`;
