package io.voicebridge.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicebridge.conformance.Duty;
import io.voicebridge.conformance.Rfc;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedFilesTest {

    private static final int PIECE = 20;
    private static final String OWNER = "cv_1";

    private final KeyRing ring = KeyRing.parse(KeyRing.newKey());
    private final SealedFiles files = new SealedFiles(ring, PIECE);

    @TempDir
    Path folder;

    @Test
    @Rfc(value = "5869, 2", says = "A file's key is derived by HKDF with SHA-256")
    void derivesTheKeyOfTheFirstVectorOfTheRfc() throws Exception {
        HexFormat hex = HexFormat.of();

        byte[] key = FileKey.hkdf(
                hex.parseHex("0b".repeat(22)),
                hex.parseHex("000102030405060708090a0b0c"),
                hex.parseHex("f0f1f2f3f4f5f6f7f8f9"));

        assertThat(hex.formatHex(key)).isEqualTo("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf");
    }

    @Test
    void readsFromAnywhereWhatWasWrittenInAnyPortions() throws Exception {
        Path path = written(5, 1, 200);

        try (FileChannel file = open(path)) {
            SealedReader reader = files.open(file, OWNER);
            assertThat(reader.pieces()).isEqualTo(206);
            for (long number : new long[] {205, 0, 100, 5, 6, 63, 64}) {
                assertThat(read(reader, number)).isEqualTo(piece(number));
            }
        }
    }

    @Test
    @Duty(value = "Recordings at rest", says = "With a key set, nothing of a recording's audio is on the disk in clear")
    void nothingThatWasWrittenIsInTheFile() throws Exception {
        String file = new String(Files.readAllBytes(written(10)), StandardCharsets.ISO_8859_1);

        assertThat(file).doesNotContain("piece").doesNotContain(OWNER);
    }

    @Test
    void aFileThatWasCutAnywhereIsMendedToItsWholePiecesAndIsWholeThen() throws Exception {
        byte[] whole = Files.readAllBytes(written(3));
        int sealed = PIECE + FileKey.TAG;
        for (int length = 0; length < whole.length; length++) {
            Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, length));
            long pieces = Math.min(3, Math.max(0, length - SealedFiles.HEADER) / sealed);
            try (FileChannel file = open(cut)) {
                if (length >= SealedFiles.HEADER) {
                    assertThatThrownBy(() -> files.open(file, OWNER)).isInstanceOf(SealedFileException.class);
                }

                assertThat(files.mend(file, OWNER))
                        .as("cut after %d bytes", length)
                        .isEqualTo(pieces);

                SealedReader reader = files.open(file, OWNER);
                assertThat(reader.pieces()).isEqualTo(pieces);
                for (int number = 0; number < pieces; number++) {
                    assertThat(read(reader, number)).isEqualTo(piece(number));
                }
                assertThat(files.mend(file, OWNER)).isEqualTo(pieces);
            }
        }
    }

    @Test
    void whatAPowerFailureLeftAsZerosGoes() throws Exception {
        byte[] whole = Files.readAllBytes(written(5));
        Arrays.fill(whole, SealedFiles.HEADER + 3 * (PIECE + FileKey.TAG), whole.length, (byte) 0);
        try (FileChannel file = open(Files.write(folder.resolve("zeros"), whole))) {
            assertThat(files.mend(file, OWNER)).isEqualTo(3);
            assertThat(read(files.open(file, OWNER), 2)).isEqualTo(piece(2));
        }
    }

    @Test
    @Duty(value = "Recordings at rest", says = "A piece that was changed, moved or taken away is found when it is read")
    void whatWasChangedMovedOrTakenAwayDoesNotOpen() throws Exception {
        byte[] whole = Files.readAllBytes(written(3));
        int sealed = PIECE + FileKey.TAG;
        byte[] changed = whole.clone();
        changed[SealedFiles.HEADER + sealed + 3] ^= 1;
        byte[] moved = whole.clone();
        System.arraycopy(whole, SealedFiles.HEADER, moved, SealedFiles.HEADER + sealed, sealed);
        byte[] shorter = Arrays.copyOf(whole, whole.length - sealed);
        System.arraycopy(
                whole,
                whole.length - SealedReader.TRAILER,
                shorter,
                shorter.length - SealedReader.TRAILER,
                SealedReader.TRAILER);

        for (byte[] bytes : new byte[][] {changed, moved, shorter}) {
            try (FileChannel file = open(Files.write(folder.resolve("bad"), bytes))) {
                assertThatThrownBy(() -> read(files.open(file, OWNER), 1)).isInstanceOf(SealedFileException.class);
            }
        }
    }

    @Test
    void aFileUnderAnothersNameDoesNotOpenAndIsNotMendedAway() throws Exception {
        Path path = written(3);
        byte[] before = Files.readAllBytes(path);
        try (FileChannel file = open(path)) {
            assertThatThrownBy(() -> files.open(file, "cv_2")).isInstanceOf(SealedFileException.class);
            assertThatThrownBy(() -> files.mend(file, "cv_2")).isInstanceOf(SealedFileException.class);
        }
        assertThat(Files.readAllBytes(path)).isEqualTo(before);
    }

    @Test
    void anOldKeyStillReadsAndTheNewOneWrites() throws Exception {
        Path old = written(1);
        String fresh = KeyRing.newKey();
        SealedFiles rotated = new SealedFiles(KeyRing.parse(fresh).before(ring), PIECE);
        Path young = folder.resolve("young");
        try (FileChannel file = create(young)) {
            rotated.create(file, OWNER).complete();
        }

        try (FileChannel file = open(old)) {
            assertThat(read(rotated.open(file, OWNER), 0)).isEqualTo(piece(0));
        }
        try (FileChannel file = open(young)) {
            assertThat(new SealedFiles(KeyRing.parse(fresh), PIECE)
                            .open(file, OWNER)
                            .pieces())
                    .isZero();
            assertThatThrownBy(() -> files.open(file, OWNER))
                    .isInstanceOf(SealedFileException.class)
                    .hasMessageContaining("which is not known");
        }
    }

    /** A file of pieces that were appended in portions. */
    private Path written(int... portions) throws IOException {
        Path path = folder.resolve("file");
        try (FileChannel file = create(path)) {
            SealedWriter writer = files.create(file, OWNER);
            int number = 0;
            for (int portion : portions) {
                ByteBuffer plain = ByteBuffer.allocate(portion * PIECE);
                for (int i = 0; i < portion; i++) {
                    plain.put(piece(number++));
                }
                writer.append(plain.flip());
            }
            assertThat(writer.complete()).isEqualTo(number);
        }
        return path;
    }

    private static byte[] piece(long number) {
        return String.format("piece %14d", number).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] read(SealedReader reader, long number) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        reader.read(number, piece);
        return piece.array();
    }

    private static FileChannel create(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static FileChannel open(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }
}
