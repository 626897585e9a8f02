package io.voicebridge.five9;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EchoTest {

    @Test
    void masksWhatIsASecretByItsNameOrByItself() {
        Fields fields = new FieldReader()
                .read(
                        "x-auth=abc&API_Key=abc&pwd=abc&note=vb_k1_abc&other=Bearer%20abc&hook=+whsec_abc&city=Denver",
                        "");

        String told = Echo.of("GET", "", "k1", fields).write(FlatFormat.JSON);

        assertThat(told).doesNotContain("abc").contains("\"f_note\":\"***\"", "\"f_city\":\"Denver\"");
    }

    @Test
    void masksTheTokenThatAScriptForServiceNowSends() {
        Fields fields = new FieldReader().read("x-snc-param=s3cret", "");

        assertThat(Echo.of("GET", "", "k1", fields).write(FlatFormat.JSON)).contains("\"f_x-snc-param\":\"***\"");
    }
}
