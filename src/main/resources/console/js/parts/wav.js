/** Reads the recordings of the bridge: RIFF, 16-bit linear PCM, the caller on the left and the agent on the right. */
const tag = (view, at) => String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)));

/** Where the samples are; null if the file is of another kind, or cut off before them. */
function samples(buffer) {
  const view = new DataView(buffer);
  if (buffer.byteLength < 44 || tag(view, 0) !== 'RIFF' || tag(view, 8) !== 'WAVE') return null;
  let channels = 2;
  for (let at = 12; at + 8 <= buffer.byteLength; ) {
    const name = tag(view, at);
    const size = view.getUint32(at + 4, true);
    if (name === 'fmt ') channels = view.getUint16(at + 10, true);
    if (name === 'data') {
      const bytes = Math.min(size, buffer.byteLength - at - 8);
      return {channels, pcm: new Int16Array(buffer.slice(at + 8, at + 8 + bytes - (bytes % 2)))};
    }
    at += 8 + size + (size % 2);
  }
  return null;
}

/** The loudest sample of each of so many equal parts, 0 to 1, for each side; empty if there is nothing to show. */
export function peaks(buffer, parts) {
  const found = samples(buffer);
  if (!found || found.pcm.length === 0) return [];
  const {channels, pcm} = found;
  const frames = Math.floor(pcm.length / channels);
  return Array.from({length: channels}, (_, channel) =>
    Array.from({length: parts}, (__, part) => {
      let loudest = 0;
      const end = Math.floor(((part + 1) * frames) / parts);
      for (let frame = Math.floor((part * frames) / parts); frame < end; frame++) {
        const level = Math.abs(pcm[frame * channels + channel]);
        if (level > loudest) loudest = level;
      }
      return loudest / 32768;
    }),
  );
}
