package io.voicebridge.speech;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * Takes named files out of a gzipped tar archive (POSIX.1-1988 ustar, which npm packs). Only regular files whose whole
 * path and size were asked for are written, so no name inside the archive can steer where a byte lands.
 */
final class Tarball {

    private static final int BLOCK = 512;

    private Tarball() {}

    /**
     * @param wanted path inside the archive to exact size in bytes; all must be there
     * @param folder where the files go, under their paths
     * @throws IOException if the archive is damaged, or lacks a wanted file or has it in another size
     */
    static void unpack(InputStream gzip, Map<String, Long> wanted, Path folder) throws IOException {
        Set<String> missing = new HashSet<>(wanted.keySet());
        try (InputStream tar = new BufferedInputStream(new GZIPInputStream(gzip, 1 << 16), 1 << 16)) {
            byte[] header = new byte[BLOCK];
            while (!missing.isEmpty() && tar.readNBytes(header, 0, BLOCK) == BLOCK && !isEnd(header)) {
                checkSum(header);
                long size = octal(header, 124, 12);
                String path = path(header);
                if (missing.contains(path) && isRegularFile(header)) {
                    if (size != wanted.get(path)) {
                        throw new IOException(path + " has " + size + " bytes instead of " + wanted.get(path));
                    }
                    write(tar, size, folder.resolve(path));
                    missing.remove(path);
                } else {
                    tar.skipNBytes(size);
                }
                tar.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
            }
        }
        if (!missing.isEmpty()) {
            throw new IOException("not in the archive: " + String.join(", ", missing));
        }
    }

    private static void write(InputStream tar, long size, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (long left = size; left > 0; ) {
                int read = tar.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (read < 0) {
                    throw new EOFException(file.getFileName() + " is cut short");
                }
                out.write(buffer, 0, read);
                left -= read;
            }
        }
    }

    private static boolean isEnd(byte[] header) {
        for (byte b : header) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /** Type flag '0' or, in old archives, NUL; links, devices and extended headers are something else. */
    private static boolean isRegularFile(byte[] header) {
        return header[156] == '0' || header[156] == 0;
    }

    private static String path(byte[] header) {
        boolean ustar = text(header, 257, 5).equals("ustar");
        String prefix = ustar ? text(header, 345, 155) : "";
        String name = text(header, 0, 100);
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static String text(byte[] header, int from, int length) {
        int end = from;
        while (end < from + length && header[end] != 0) {
            end++;
        }
        return new String(header, from, end - from, StandardCharsets.UTF_8);
    }

    private static long octal(byte[] header, int from, int length) throws IOException {
        long value = 0;
        for (int i = from; i < from + length; i++) {
            int digit = header[i] - '0';
            if (digit >= 0 && digit <= 7) {
                value = value * 8 + digit;
            } else if (header[i] != ' ' && header[i] != 0) {
                throw new IOException("a tar header has a number that is not octal");
            }
        }
        return value;
    }

    /** The sum of all bytes of the header, its own eight counted as spaces. */
    private static void checkSum(byte[] header) throws IOException {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
        }
        if (sum != octal(header, 148, 8)) {
            throw new IOException("a tar header has a wrong checksum");
        }
    }
}
