package io.voicebridge.speech;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarballTest {

    @TempDir
    Path folder;

    @Test
    void writesOnlyWantedFiles() throws Exception {
        byte[] tgz = new TarballMaker()
                .file("package/a.txt", "eins")
                .file("package/b.txt", "zwei")
                .file("package/deep/c.txt", "drei")
                .gzip();

        unpack(tgz, Map.of("package/a.txt", 4L, "package/deep/c.txt", 4L));

        assertThat(folder.resolve("package/a.txt")).hasContent("eins");
        assertThat(folder.resolve("package/deep/c.txt")).hasContent("drei");
        assertThat(folder.resolve("package/b.txt")).doesNotExist();
    }

    @Test
    void readsFilesLongerThanABlock() throws Exception {
        String long_ = "0123456789".repeat(100);

        unpack(new TarballMaker().file("x", "1").file("package/a", long_).gzip(), Map.of("package/a", (long)
                long_.length()));

        assertThat(folder.resolve("package/a")).hasContent(long_);
    }

    @Test
    void neverFollowsPathsOfTheArchive() throws Exception {
        Path inner = folder.resolve("inner");
        byte[] tgz = new TarballMaker()
                .file("package/../../evil", "x")
                .file("/evil", "x")
                .file("package/a", "1")
                .gzip();

        Tarball.unpack(new ByteArrayInputStream(tgz), Map.of("package/a", 1L), inner);

        assertThat(folder).isDirectoryNotContaining("glob:**evil");
        assertThat(Path.of("/evil")).doesNotExist();
    }

    @Test
    void refusesALinkInPlaceOfAWantedFile() {
        byte[] tgz = new TarballMaker().entry("package/a", new byte[0], '2').gzip();

        assertThatIOException()
                .isThrownBy(() -> unpack(tgz, Map.of("package/a", 0L)))
                .withMessageContaining("package/a");
    }

    @Test
    void refusesAnotherSize() {
        byte[] tgz = new TarballMaker().file("package/a", "12345").gzip();

        assertThatIOException()
                .isThrownBy(() -> unpack(tgz, Map.of("package/a", 4L)))
                .withMessageContaining("5 bytes instead of 4");
    }

    @Test
    void namesWhatIsNotThere() {
        byte[] tgz = new TarballMaker().file("package/a", "1").gzip();

        assertThatIOException()
                .isThrownBy(() -> unpack(tgz, Map.of("package/a", 1L, "package/b", 1L)))
                .withMessage("not in the archive: package/b");
    }

    @Test
    void refusesACutArchive() {
        byte[] tgz = new TarballMaker().file("package/a", "1".repeat(5000)).gzip();

        assertThatIOException()
                .isThrownBy(() -> unpack(Arrays.copyOf(tgz, tgz.length / 2), Map.of("package/a", 5000L)));
    }

    @Test
    void refusesAHeaderWithAWrongChecksum() {
        byte[] tar = new TarballMaker().file("package/a", "1").tar();
        tar[0] ^= 1;

        assertThatIOException()
                .isThrownBy(() -> unpack(TarballMaker.gzip(tar), Map.of("package/a", 1L)))
                .withMessageContaining("checksum");
    }

    @Test
    void joinsUstarPrefixAndName() throws Exception {
        byte[] tgz = new TarballMaker()
                .prefixed("package/very", "long.txt", "ja".getBytes(UTF_8))
                .gzip();

        unpack(tgz, Map.of("package/very/long.txt", 2L));

        assertThat(folder.resolve("package/very/long.txt")).hasContent("ja");
    }

    private void unpack(byte[] tgz, Map<String, Long> wanted) throws Exception {
        Tarball.unpack(new ByteArrayInputStream(tgz), wanted, folder);
    }
}
