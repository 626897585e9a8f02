package io.voicebridge.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerTest {

    private static final List<String> PIECES = List.of(
            "<unk>", "<s>", "</s>", "<0xC3>", "<0xBC>", "▁y", "es", "▁yes", "e", "s", "y", "▁", "▁n", "o", "▁no");

    private final Tokenizer tokenizer = new Tokenizer(PIECES);

    @Test
    void mergesPiecesThatWereLearnedFirst() {
        assertThat(tokenizer.encode("yes no")).containsExactly(7, 14);
    }

    @Test
    void keepsPiecesThatDoNotMerge() {
        assertThat(tokenizer.encode("yo")).containsExactly(5, 13);
    }

    @Test
    void writesAnUnknownLetterAsBytes() {
        assertThat(tokenizer.encode("ü")).containsExactly(11, 3, 4);
        assertThat(tokenizer.decode(new int[] {11, 3, 4})).isEqualTo("ü");
    }

    @Test
    void decodesWhatItEncoded() {
        assertThat(tokenizer.decode(tokenizer.encode("yes no yes"))).isEqualTo("yes no yes");
    }

    @Test
    void leavesOutBeginEndAndWhatIsNoToken() {
        assertThat(tokenizer.decode(new int[] {1, 7, 2, 99_999, -1})).isEqualTo("yes");
    }

    @Test
    void readsTheListOutOfAScript(@TempDir Path folder) throws Exception {
        String list =
                Base64.getEncoder().encodeToString(String.join("\n", PIECES).getBytes(StandardCharsets.UTF_8));
        Path script = Files.writeString(folder.resolve("a.js"), "const a=1,b=\"" + list + "\";x(b)");

        assertThat(Tokenizer.ofScript(script).size()).isEqualTo(PIECES.size());
        assertThat(Tokenizer.ofScript(script).encode("yes")).containsExactly(7);
    }

    @Test
    void saysThatAScriptHasNoList(@TempDir Path folder) throws Exception {
        Path script = Files.writeString(folder.resolve("a.js"), "nothing here");

        assertThatIOException().isThrownBy(() -> Tokenizer.ofScript(script)).withMessage("a.js has no list of tokens");
    }
}
