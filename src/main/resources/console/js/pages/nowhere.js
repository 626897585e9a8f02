import {html} from 'lit';
import {Element} from '../element.js';
import {empty} from '../parts/show.js';
import {link} from '../router.js';

class Nowhere extends Element {
  render() {
    return html`<h1 class="visually-hidden">Not found</h1>
      ${empty('rejected', 'There is no such page', 'The address may have been mistyped.', html`<a class="button" href=${link('/')}>Overview</a>`)}`;
  }
}

customElements.define('vb-nowhere', Nowhere);
