package io.voicebridge.speech;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import java.io.InputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxTest {

    /** Builds from 1.29 on report to this host unless the environment forbids it before they load. */
    @ParameterizedTest
    @ValueSource(strings = {"linux-x64", "linux-aarch64"})
    void theNativeLibraryKnowsNoTelemetryHost(String platform) throws Exception {
        String file = "/ai/onnxruntime/native/" + platform + "/libonnxruntime.so";
        try (InputStream library = OrtEnvironment.class.getResourceAsStream(file)) {
            assertThat(library).as(file).isNotNull();
            assertThat(new String(library.readAllBytes(), ISO_8859_1).contains("events.data.microsoft"))
                    .as("telemetry in %s", file)
                    .isFalse();
        }
    }
}
