package io.voicebridge.five9.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTest {

    private static String soap(String body) {
        return "<env:Envelope xmlns:env=\"http://schemas.xmlsoap.org/soap/envelope/\"><env:Header/><env:Body>" + body
                + "</env:Body></env:Envelope>";
    }

    private static String fault(String name, String said) {
        return soap("<env:Fault><faultcode>env:Server</faultcode><faultstring>" + said + "</faultstring><detail>"
                + "<ns1:" + name + " xmlns:ns1=\"http://service.admin.ws.five9.com/\"><message>" + said
                + "</message></ns1:" + name + "></detail></env:Fault>");
    }

    private static Five9Fault refused(int status, String body) {
        return catchThrowableOfType(Five9Fault.class, () -> Answer.read(status, body, Optional.empty()));
    }

    @Test
    void whatWasAskedForIsRead() {
        Answer answer = Answer.read(
                200,
                soap("<n:getListsInfoResponse xmlns:n=\"x\"><return><name>Call&amp;backs</name><size>7</size></return>"
                        + "<return><name>Other</name></return></n:getListsInfoResponse>"),
                Optional.empty());

        assertThat(answer.operation()).isEqualTo("getListsInfoResponse");
        assertThat(answer.texts("name")).containsExactly("Call&backs", "Other");
    }

    @ParameterizedTest
    @CsvSource({
        "ListNotFoundFault, List was not found, REFUSED",
        "AddRecordToListFault, Specified record already exist in the list., REFUSED",
        "AddRecordToListFault, Number of requests exceed maximum allowed value: 160, QUOTA",
        "OperationsLimitExceededFault, Limit, QUOTA",
        "SessionClosedFault, Session was closed, BUSY",
        "UserAlreadyLoggedInFault, User is logged in, BUSY",
        "AccessDisallowedFault, No access, CREDENTIALS",
        "ServerFault, Something broke, LOST",
        "AddRecordToListFault, Please try to re-send the request, LOST"
    })
    void aFaultSaysWhatItMeansFor(String name, String said, Five9Fault.Kind kind) {
        Five9Fault fault = refused(500, fault(name, said));

        assertThat(fault.kind()).isEqualTo(kind);
        assertThat(fault.code()).isEqualTo(name);
        assertThat(fault).hasMessage("Five9 refused: " + name + ": " + said);
    }

    @Test
    void theCustomersNumberIsNotRepeated() {
        assertThat(refused(500, fault("IncorrectArgumentFault", "Number 3035550100 is bad")))
                .hasMessage("Five9 refused: IncorrectArgumentFault: Number … is bad");
    }

    @ParameterizedTest
    @CsvSource({"401, CREDENTIALS", "403, CREDENTIALS", "429, QUOTA", "500, LOST", "503, LOST", "302, LOST", "200, LOST"
    })
    void aStatusWithoutSoapSaysItToo(int status, Five9Fault.Kind kind) {
        assertThat(refused(status, "<html>no</html>").kind()).isEqualTo(kind);
    }

    @Test
    void howLongToWaitIsKept() {
        Five9Fault fault =
                catchThrowableOfType(Five9Fault.class, () -> Answer.read(503, "", Optional.of(Duration.ofSeconds(7))));

        assertThat(fault.retryAfter()).contains(Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<",
                "{}",
                "<Envelope/>",
                "<Envelope><Body/></Envelope>",
                "<Envelope><Body><xResponse></Body>",
                "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><Envelope><Body><xResponse><a>&e;</a></xResponse></Body></Envelope>",
                "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><Envelope><Body><xResponse>&b;</xResponse></Body></Envelope>"
            })
    void whatIsNoSoapIsNoAnswer(String body) {
        assertThat(refused(200, body).kind()).isEqualTo(Five9Fault.Kind.LOST);
    }

    @Test
    void depthHasALimit() {
        String deep = "<a>".repeat(5_000) + "</a>".repeat(5_000);

        assertThat(refused(200, soap("<xResponse>" + deep + "</xResponse>")).kind())
                .isEqualTo(Five9Fault.Kind.LOST);
    }
}
