import {html, render} from 'lit';

/** Asks before something is done that cannot be undone. Answers true if it is to be done. */
export function confirm(title, text, action) {
  return new Promise((resolve) => {
    const dialog = document.createElement('dialog');
    dialog.setAttribute('aria-labelledby', 'confirm-title');
    render(
      html`<form method="dialog">
        <h2 id="confirm-title">${title}</h2>
        <p>${text}</p>
        <div class="foot">
          <button value="no" autofocus>Cancel</button>
          <button class="danger" value="yes">${action}</button>
        </div>
      </form>`,
      dialog,
    );
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
