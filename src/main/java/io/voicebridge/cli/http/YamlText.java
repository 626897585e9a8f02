package io.voicebridge.cli.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.voicebridge.directory.Problem;
import java.io.IOException;
import org.yaml.snakeyaml.LoaderOptions;

/** YAML as it is sent and given: one document of plain values, bounded in size and depth, without anchors. */
public final class YamlText {

    /** Of a document. */
    public static final int MAX_BYTES = 8 * 1024 * 1024;

    private static final YAMLMapper MAPPER = YAMLMapper.builder(YAMLFactory.builder()
                    .loaderOptions(limits())
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(32).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                    .disable(YAMLGenerator.Feature.SPLIT_LINES)
                    .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
                    .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private YamlText() {}

    private static LoaderOptions limits() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_BYTES);
        return options;
    }

    /** @throws Problem 400 {@code bad_yaml} */
    public static JsonNode read(byte[] bytes) {
        try {
            String text = Utf8.text(bytes);
            refuseAliases(text);
            JsonNode tree = MAPPER.readTree(text);
            if (tree == null || tree.isMissingNode()) {
                throw bad("it is empty");
            }
            return tree;
        } catch (JsonProcessingException e) {
            String place =
                    e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ')';
            throw bad(e.getOriginalMessage().lines().findFirst().orElse("") + place);
        } catch (IOException e) {
            throw bad("its characters are not UTF-8");
        }
    }

    /** Jackson reads an alias as the text of its name, which nobody means. */
    private static void refuseAliases(String text) throws IOException {
        try (YAMLParser parser = MAPPER.getFactory().createParser(text)) {
            while (parser.nextToken() != null) {
                if (parser.isCurrentAlias()) {
                    throw bad("line " + parser.currentLocation().getLineNr() + " has an alias; write the value out");
                }
            }
        }
    }

    private static Problem bad(String why) {
        return new Problem(400, "bad_yaml", "The body is not YAML as this API takes it: " + why + '.');
    }

    public static byte[] write(JsonNode tree) {
        try {
            return MAPPER.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("A tree of plain values is always YAML", e);
        }
    }
}
