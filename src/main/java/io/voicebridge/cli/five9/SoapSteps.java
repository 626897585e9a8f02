package io.voicebridge.cli.five9;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.five9.service.Answer;
import io.voicebridge.five9.service.Envelope;
import io.voicebridge.five9.service.Five9Fault;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** The steps of the kamelets {@code five9-…}, bean {@code five9Soap}. Bodies are JSON: text, a tree or a map. Thread-safe. */
public final class SoapSteps {

    private static final TypeReference<LinkedHashMap<String, String>> TEXTS = new TypeReference<>() {};

    private final ObjectMapper json;

    public SoapSteps(ObjectMapper json) {
        this.json = json;
    }

    /** Of {@code {"numbers":["3035550100"]}}. */
    public String dnc(Object body) {
        return Envelope.addNumbersToDnc(json.convertValue(need(body, "numbers"), new TypeReference<List<String>>() {}));
    }

    /** Of {@code {"list":"Callbacks","time_to_call":1764370800000,"asap":false,"fields":{"number1":"3035550100"}}}. */
    public String callback(Object body) {
        JsonNode wanted = tree(body);
        return Envelope.addRecordToListSimple(
                need(body, "list").asText(),
                wanted.path("time_to_call").asLong(0),
                wanted.path("asap").asBoolean(false),
                json.convertValue(need(body, "fields"), TEXTS));
    }

    /** Of {@code {"campaign":"Solar_West","dispositions":{"3035550100":"AI qualified"}}}. */
    public String disposition(Object body) {
        return Envelope.asyncUpdateCampaignDispositions(
                need(body, "campaign").asText(), json.convertValue(need(body, "dispositions"), TEXTS));
    }

    /** Of {@code {"list_pattern":"Callbacks"}} lists, of an empty object how many requests are left. */
    public String question(Object body) {
        JsonNode pattern = tree(body).path("list_pattern");
        return pattern.isMissingNode() ? Envelope.getCallCountersState() : Envelope.getListsInfo(pattern.asText());
    }

    /** @throws Five9Fault unless it was done */
    public Answer answer(Exchange exchange) {
        Message message = exchange.getMessage();
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        String wait = message.getHeader("Retry-After", "", String.class).strip();
        String body = message.getBody(String.class);
        message.removeHeaders("*");
        return Answer.read(
                status,
                body,
                wait.matches("\\d{1,6}") ? Optional.of(Duration.ofSeconds(Long.parseLong(wait))) : Optional.empty());
    }

    private JsonNode need(Object body, String name) {
        JsonNode value = tree(body).path(name);
        if (value.isMissingNode() || value.isNull() || value.isEmpty() && !value.isTextual()) {
            throw new Five9Fault(Five9Fault.Kind.REFUSED, "", "The body has no " + name);
        }
        return value;
    }

    private JsonNode tree(Object body) {
        if (body instanceof JsonNode || body instanceof Map) {
            return json.valueToTree(body);
        }
        try {
            return json.readTree(String.valueOf(body));
        } catch (JsonProcessingException e) {
            throw new Five9Fault(Five9Fault.Kind.REFUSED, "", "The body is no JSON");
        }
    }
}
