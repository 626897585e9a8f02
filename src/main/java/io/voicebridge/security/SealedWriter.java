package io.voicebridge.security;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Writes one of the {@link SealedFiles}. One thread at a time; the channel stays its owner's to close. */
public final class SealedWriter {

    private static final int BATCH = 64;

    private final FileChannel file;
    private final FileKey key;
    private final int pieceBytes;
    private final ByteBuffer sealed;
    private long pieces;

    SealedWriter(FileChannel file, FileKey key, int pieceBytes) {
        this.file = file;
        this.key = key;
        this.pieceBytes = pieceBytes;
        this.sealed = ByteBuffer.allocate(BATCH * (pieceBytes + FileKey.TAG));
    }

    /** @param plain whole pieces; all of them are written when this returns */
    public void append(ByteBuffer plain) throws IOException {
        int end = plain.limit();
        while (plain.position() < end) {
            long at = SealedReader.place(pieces, pieceBytes);
            sealed.clear();
            while (plain.position() < end && sealed.hasRemaining()) {
                plain.limit(plain.position() + pieceBytes);
                key.seal(false, pieces++, plain, sealed);
            }
            plain.limit(end);
            writeFully(file, sealed.flip(), at);
        }
    }

    /**
     * Cuts off what is no whole piece and says how many there are. Nothing may be appended after that.
     *
     * @return how many pieces the file has
     */
    public long complete() throws IOException {
        ByteBuffer plain = ByteBuffer.allocate(pieceBytes);
        ByteBuffer last = ByteBuffer.allocate(pieceBytes + FileKey.TAG);
        long whole = Math.max(0, file.size() - SealedFiles.HEADER) / (pieceBytes + FileKey.TAG);
        while (whole > 0 && !opens(whole - 1, last, plain)) {
            whole--;
        }
        long end = SealedReader.place(whole, pieceBytes);
        file.truncate(end);
        ByteBuffer trailer = ByteBuffer.allocate(SealedReader.TRAILER);
        key.seal(true, whole, ByteBuffer.allocate(Long.BYTES).putLong(whole).flip(), trailer);
        writeFully(file, trailer.flip(), end);
        return whole;
    }

    /** Whether its first piece opens, if there is one. */
    boolean isReadable() throws IOException {
        return file.size() < SealedReader.place(1, pieceBytes)
                || opens(0, ByteBuffer.allocate(pieceBytes + FileKey.TAG), ByteBuffer.allocate(pieceBytes));
    }

    private boolean opens(long number, ByteBuffer sealedPiece, ByteBuffer plain) throws IOException {
        SealedReader.readFully(file, sealedPiece.clear(), SealedReader.place(number, pieceBytes));
        return key.opens(false, number, sealedPiece.flip(), plain.clear());
    }

    static void writeFully(FileChannel file, ByteBuffer bytes, long position) throws IOException {
        for (long at = position; bytes.hasRemaining(); ) {
            at += file.write(bytes, at);
        }
    }
}
