import {LitElement} from 'lit';

/**
 * What every element of the console is: a Lit element that renders into the page itself, so that one style sheet, one
 * focus order and one search of the browser reach all of it.
 */
export class Element extends LitElement {
  #gone = new AbortController();
  #timer;
  #refused = false;

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    if (this.#gone.signal.aborted) this.#gone = new AbortController();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#gone.abort();
    clearTimeout(this.#timer);
  }

  /** Ends what was asked for when the element leaves the page. */
  get signal() {
    return this.#gone.signal;
  }

  /**
   * Runs a step that asks the API; what goes wrong becomes the property problem. That stays until the same is asked again, but for
   * what became of an act, which no renewal of the page takes away.
   */
  async attempt(step) {
    this.busy = true;
    try {
      const result = await step();
      if (!this.#refused) this.problem = null;
      return result;
    } catch (failure) {
      if (failure.name !== 'AbortError' && !this.#refused) this.problem = failure;
      return undefined;
    } finally {
      this.busy = false;
      this.requestUpdate();
    }
  }

  /** Runs a step by which somebody changes something. Answers whether it was done; if not, they see why until they act again. */
  async act(step) {
    this.#refused = false;
    this.problem = null;
    await this.attempt(step);
    this.#refused = Boolean(this.problem);
    return !this.#refused;
  }

  /** Runs a step again and again while the page can be seen, each time after the one before has ended. */
  every(milliseconds, step) {
    const again = async () => {
      if (!document.hidden) await step();
      if (this.isConnected) this.#timer = setTimeout(again, milliseconds);
    };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(again, milliseconds);
  }
}
