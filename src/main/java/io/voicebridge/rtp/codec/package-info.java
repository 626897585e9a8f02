/**
 * The G.711 codecs (ITU-T G.711) as tables.
 */
package io.voicebridge.rtp.codec;
