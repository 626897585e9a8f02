package io.voicebridge.speech;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads the one kind of WAV file that the synthesizers write: RIFF, 16-bit linear PCM, mono. */
record PcmWav(short[] samples, int rate) {

    private static final int PCM = 1;

    static PcmWav read(byte[] file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (file.length < 12 || !tag(in).equals("RIFF") || in.getInt() == 0 || !tag(in).equals("WAVE")) {
            throw new IOException("not a WAV file");
        }
        int rate = 0;
        while (in.remaining() >= 8) {
            String chunk = tag(in);
            int length = in.getInt();
            if (length < 0 || length > in.remaining()) {
                throw new IOException("the WAV file is cut short");
            }
            ByteBuffer body = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
            if (chunk.equals("fmt ") && length >= 16) {
                if (body.getShort(0) != PCM || body.getShort(2) != 1 || body.getShort(14) != 16) {
                    throw new IOException("not 16-bit mono PCM");
                }
                rate = body.getInt(4);
            } else if (chunk.equals("data") && rate > 0) {
                short[] samples = new short[length / 2];
                body.asShortBuffer().get(samples);
                return new PcmWav(samples, rate);
            }
            in.position(Math.min(in.limit(), in.position() + length + length % 2));
        }
        throw new IOException("the WAV file has no sound");
    }

    private static String tag(ByteBuffer in) {
        byte[] four = new byte[4];
        in.get(four);
        return new String(four, StandardCharsets.US_ASCII);
    }
}
