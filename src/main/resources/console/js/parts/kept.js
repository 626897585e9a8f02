/**
 * What somebody has written and not saved: in this tab, until it is closed. So it survives another page, a reload and a key that has
 * expired; it is left alone when somebody else has saved meanwhile.
 */
const name = ({value}) => `voice-bridge.draft.${value.id}`;

export const kept = {
  keep(found, draft) {
    sessionStorage.setItem(name(found), JSON.stringify({etag: found.etag, draft}));
  },

  of(found) {
    const {etag, draft} = JSON.parse(sessionStorage.getItem(name(found)) ?? '{}');
    return etag === found.etag ? draft : undefined;
  },

  forget(found) {
    sessionStorage.removeItem(name(found));
  },
};
