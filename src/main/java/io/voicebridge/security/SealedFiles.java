package io.voicebridge.security;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Files of many equal pieces that are encrypted piece by piece, so that one can be written while it grows, read from
 * anywhere, and mended after a crash: AES-256-GCM with a key of its own for each file.
 *
 * <pre>
 * header   magic "VBS1" (4) | id of the master key (4) | salt (32)
 * pieces   each ciphertext | tag (16); nonce 0 | number from 0
 * trailer  number of pieces (8), encrypted | tag (16); nonce 1 | number of pieces
 * </pre>
 *
 * <p>The file's key is HKDF-SHA256 (RFC 5869) of master key, salt and owner: a counter is a safe nonce then (NIST SP 800-38D
 * 8.2.1), and a file that was given another's name does not open. A piece is written once and never again under the
 * same nonce; the trailer tells a whole file from one that was cut. Immutable; thread-safe.
 */
public final class SealedFiles {

    private static final byte[] MAGIC = {'V', 'B', 'S', '1'};
    private static final int SALT_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    static final int HEADER = MAGIC.length + 4 + SALT_BYTES;

    private final KeyRing keys;
    private final int pieceBytes;

    /**
     * @param keys the newest encrypts; without any nothing can be written
     * @param pieceBytes bytes of a piece before it is encrypted
     */
    public SealedFiles(KeyRing keys, int pieceBytes) {
        this.keys = keys;
        this.pieceBytes = pieceBytes;
    }

    /**
     * Begins a file.
     *
     * @param file empty, readable and writable
     * @param owner what the file belongs to, such as a conversation's id
     */
    public SealedWriter create(FileChannel file, String owner) throws IOException {
        String id = keys.newest();
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        ByteBuffer header = ByteBuffer.allocate(HEADER)
                .put(MAGIC)
                .put(HexFormat.of().parseHex(id))
                .put(salt)
                .flip();
        SealedWriter.writeFully(file, header, 0);
        return new SealedWriter(file, new FileKey(keys.find(id).orElseThrow(), salt, owner), pieceBytes);
    }

    /**
     * Opens a file that is whole.
     *
     * @throws SealedFileException if it is not, if it is another owner's, or if its key is not known
     */
    public SealedReader open(FileChannel file, String owner) throws IOException {
        return SealedReader.of(file, key(file, owner), pieceBytes);
    }

    /**
     * Makes a whole file of one that was cut while it grew: what does not open at its end goes.
     *
     * @return how many pieces it has
     * @throws SealedFileException if nothing of it opens; it is left as it is then
     */
    public long mend(FileChannel file, String owner) throws IOException {
        if (file.size() < HEADER) {
            file.truncate(0);
            return create(file, owner).complete();
        }
        FileKey key = key(file, owner);
        try {
            return SealedReader.of(file, key, pieceBytes).pieces();
        } catch (SealedFileException e) {
            SealedWriter writer = new SealedWriter(file, key, pieceBytes);
            if (!writer.isReadable()) {
                throw e;
            }
            return writer.complete();
        }
    }

    private FileKey key(FileChannel file, String owner) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        SealedReader.readFully(file, header, 0);
        byte[] magic = new byte[MAGIC.length];
        byte[] id = new byte[4];
        byte[] salt = new byte[SALT_BYTES];
        header.flip().get(magic).get(id).get(salt);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new SealedFileException("is not a file that this program has encrypted");
        }
        String name = HexFormat.of().formatHex(id);
        byte[] master = keys.find(name)
                .orElseThrow(
                        () -> new SealedFileException("was encrypted with the key " + name + ", which is not known"));
        return new FileKey(master, salt, owner);
    }
}
