package io.voicebridge.security;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads one of the {@link SealedFiles} from anywhere. One thread at a time; the channel stays its owner's to close. */
public final class SealedReader {

    static final int TRAILER = Long.BYTES + FileKey.TAG;

    private final FileChannel file;
    private final FileKey key;
    private final int pieceBytes;
    private final long pieces;
    private final ByteBuffer sealed;

    private SealedReader(FileChannel file, FileKey key, int pieceBytes, long pieces) {
        this.file = file;
        this.key = key;
        this.pieceBytes = pieceBytes;
        this.pieces = pieces;
        this.sealed = ByteBuffer.allocate(pieceBytes + FileKey.TAG);
    }

    static SealedReader of(FileChannel file, FileKey key, int pieceBytes) throws IOException {
        long body = file.size() - SealedFiles.HEADER - TRAILER;
        int sealedBytes = pieceBytes + FileKey.TAG;
        if (body < 0 || body % sealedBytes != 0) {
            throw new SealedFileException("is not whole");
        }
        long pieces = body / sealedBytes;
        ByteBuffer trailer = ByteBuffer.allocate(TRAILER);
        readFully(file, trailer, place(pieces, pieceBytes));
        if (!key.opens(true, pieces, trailer.flip(), ByteBuffer.allocate(Long.BYTES))) {
            throw new SealedFileException("is not whole, or is not what its name says");
        }
        return new SealedReader(file, key, pieceBytes, pieces);
    }

    public long pieces() {
        return pieces;
    }

    /**
     * Puts a piece into {@code out}.
     *
     * @param number from 0
     * @throws SealedFileException if it is not what was written there
     */
    public void read(long number, ByteBuffer out) throws IOException {
        readFully(file, sealed.clear(), place(number, pieceBytes));
        if (!key.opens(false, number, sealed.flip(), out)) {
            throw new SealedFileException("was changed after it was written");
        }
    }

    static long place(long number, int pieceBytes) {
        return SealedFiles.HEADER + number * (pieceBytes + FileKey.TAG);
    }

    static void readFully(FileChannel file, ByteBuffer into, long position) throws IOException {
        for (long at = position; into.hasRemaining(); ) {
            int count = file.read(into, at);
            if (count < 0) {
                throw new SealedFileException("is not whole");
            }
            at += count;
        }
    }
}
