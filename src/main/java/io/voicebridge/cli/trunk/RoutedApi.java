package io.voicebridge.cli.trunk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.twilio.exception.ApiException;
import io.voicebridge.directory.Reason;
import io.voicebridge.trunk.CarrierAnswer;
import io.voicebridge.trunk.CarrierApi;
import io.voicebridge.trunk.CarrierFault;
import io.voicebridge.trunk.CarrierRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.http.HttpConstants;

/**
 * Asks a provider by the routes of {@code routes/trunks.camel.yaml}, each named for the interface that it asks. The key goes
 * with the exchange and never into the address of an endpoint, which would be logged. Of one run; not thread-safe.
 */
final class RoutedApi implements CarrierApi {

    private final ProducerTemplate template;
    private final ObjectMapper json;
    private final Credentials credentials;
    private final Optional<TwilioSession> twilio;

    /** @param twilio the account's client; empty where another provider is asked */
    RoutedApi(ProducerTemplate template, ObjectMapper json, Credentials credentials, Optional<TwilioSession> twilio) {
        this.template = template;
        this.json = json;
        this.credentials = credentials;
        this.twilio = twilio;
    }

    @Override
    public CarrierAnswer send(CarrierRequest request) {
        String route = request.api().name().toLowerCase(Locale.ROOT).replace('_', '-');
        Exchange exchange = template.request("direct:ask-" + route, asked -> {
            asked.setVariable("carrierPath", request.path());
            asked.setVariable("carrierMethod", request.method());
            prepare(asked, request);
        });
        return exchange.getException() == null ? answer(exchange, request) : failed(exchange.getException());
    }

    private void prepare(Exchange exchange, CarrierRequest request) throws JsonProcessingException {
        switch (request.api()) {
            case TWILIO_ACCOUNT -> {
                exchange.setVariable("twilioAccount", twilio.orElseThrow().component());
                exchange.getMessage().setHeader("CamelTwilio.pathAccountSid", credentials.account());
                request.fields()
                        .forEach((name, value) -> exchange.getMessage().setHeader("CamelTwilio." + name, value));
            }
            case TWILIO_TRUNKING -> {
                exchange.setVariable("carrierAuthorization", "Basic " + basic());
                exchange.getMessage().setBody(request.fields().isEmpty() ? null : form(request.fields()));
            }
            case TELNYX -> {
                exchange.setVariable("carrierAuthorization", "Bearer " + credentials.secret());
                exchange.getMessage()
                        .setBody(request.fields().isEmpty() ? null : json.writeValueAsString(request.fields()));
            }
        }
    }

    private String basic() {
        return Base64.getEncoder()
                .encodeToString((credentials.user() + ':' + credentials.secret()).getBytes(StandardCharsets.UTF_8));
    }

    private static String form(Map<String, Object> fields) {
        StringJoiner form = new StringJoiner("&");
        fields.forEach((name, value) ->
                form.add(name + '=' + URLEncoder.encode(String.valueOf(value), StandardCharsets.UTF_8)));
        return form.toString();
    }

    private CarrierAnswer answer(Exchange exchange, CarrierRequest request) {
        if (request.api() == CarrierRequest.Api.TWILIO_ACCOUNT) {
            return twilioAnswer(exchange.getMessage().getBody());
        }
        return new CarrierAnswer(
                exchange.getMessage().getHeader(HttpConstants.HTTP_RESPONSE_CODE, 0, int.class),
                tree(exchange.getMessage().getBody(String.class)),
                seconds(Optional.ofNullable(exchange.getMessage().getHeader("Retry-After", String.class))));
    }

    /** Pages after the first are read here, so that they can fail here. */
    private CarrierAnswer twilioAnswer(Object body) {
        try {
            return new CarrierAnswer(200, TwilioResources.json(body), Optional.empty());
        } catch (ApiException e) {
            return failed(e);
        }
    }

    private CarrierAnswer failed(Exception failure) {
        Optional<ApiException> refused = causes(failure)
                .filter(ApiException.class::isInstance)
                .map(ApiException.class::cast)
                .filter(said -> said.getStatusCode() != null)
                .findFirst();
        if (refused.isEmpty()) {
            throw new CarrierFault(0, "", "no answer came (" + Reason.of(failure) + ')');
        }
        JsonNode body = json.createObjectNode()
                .put("code", String.valueOf(refused.get().getCode()))
                .put("message", refused.get().getMessage());
        return new CarrierAnswer(
                refused.get().getStatusCode(), body, seconds(twilio.flatMap(session -> session.header("Retry-After"))));
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(10);
    }

    private JsonNode tree(String text) {
        try {
            JsonNode node = text == null || text.isEmpty() ? null : json.readTree(text);
            return node == null ? MissingNode.getInstance() : node;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** RFC 9110 section 10.2.3; a date is as good as nothing, neither provider sends one. */
    private static Optional<Duration> seconds(Optional<String> header) {
        return header.map(String::strip)
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }

    @Override
    public void close() {
        twilio.ifPresent(TwilioSession::close);
    }
}
