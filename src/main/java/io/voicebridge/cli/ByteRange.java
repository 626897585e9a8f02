package io.voicebridge.cli;

import io.voicebridge.directory.Problem;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A part of a file, both ends included (RFC 9110 section 14.1.2). */
record ByteRange(long first, long last) {

    private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /**
     * @param header the value of Range, or empty
     * @return empty if the whole is to be served: without a range, with several, or in another unit
     * @throws Problem 416 if the range holds no byte of the file
     */
    static Optional<ByteRange> of(String header, long size) {
        Matcher range = ONE.matcher(header.strip());
        if (!range.matches() || range.group(1).isEmpty() && range.group(2).isEmpty()) {
            return Optional.empty();
        }
        long first;
        long last = size - 1;
        if (range.group(1).isEmpty()) {
            first = Math.max(0, size - Long.parseLong(range.group(2)));
        } else {
            first = Long.parseLong(range.group(1));
            last = range.group(2).isEmpty() ? last : Math.min(last, Long.parseLong(range.group(2)));
        }
        if (first >= size || first > last) {
            throw new Problem(416, "bad_range", "The recording has " + size + " bytes")
                    .with("Content-Range", "bytes */" + size);
        }
        return Optional.of(new ByteRange(first, last));
    }

    long length() {
        return last - first + 1;
    }

    /** Closed by whoever reads it. */
    InputStream open(RecordedWav recording) throws IOException {
        return new FilterInputStream(recording.from(first)) {
            private long left = length();

            @Override
            public int read() throws IOException {
                int value = left > 0 ? super.read() : -1;
                left -= value < 0 ? 0 : 1;
                return value;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int count = left > 0 ? super.read(bytes, offset, (int) Math.min(length, left)) : -1;
                left -= Math.max(0, count);
                return count;
            }
        };
    }
}
