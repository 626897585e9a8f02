package io.voicebridge.five9.service;

import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What Five9's web services answered, read without document types and external entities.
 *
 * @param operation the local name of what is in the SOAP body, such as {@code getListsInfoResponse}
 * @param values elements of text, in their order
 */
public record Answer(String operation, List<Value> values) {

    record Value(String name, String text) {}

    private static final int DEEPEST = 32;
    private static final int MOST_VALUES = 10_000;

    /** Faults of those who are not let in (the service's list of faults). */
    private static final Set<String> STRANGERS = Set.of("AccessDisallowedFault", "InvalidAccountFault");

    private static final Set<String> BUSY = Set.of(
            "SessionClosedFault", "AdminSessionClosedFault", "UserAlreadyLoggedInFault", "ConcurrentModificationFault");

    private static final Set<String> FAILURES =
            Set.of("ServerFault", "ServiceUnavailableFault", "InternalImportFault", "ExecutionRestrictionFault");

    /**
     * @param status of HTTP
     * @throws Five9Fault unless it is the answer to what was asked
     */
    public static Answer read(int status, String body, Optional<Duration> retryAfter) {
        if (status == 401 || status == 403) {
            throw new Five9Fault(
                    Five9Fault.Kind.CREDENTIALS, "", "Five9 answered " + status + ": it does not take the user");
        }
        if (status == 429) {
            throw new Five9Fault(Five9Fault.Kind.QUOTA, "", "Five9 answered 429: too many requests", retryAfter);
        }
        Optional<Answer> answer = parse(body);
        if (answer.isPresent() && answer.get().operation().equals("Fault")) {
            throw fault(answer.get());
        }
        if (status / 100 != 2 || answer.isEmpty() || !answer.get().operation().endsWith("Response")) {
            throw new Five9Fault(
                    Five9Fault.Kind.LOST,
                    "",
                    "Five9 answered " + status + (answer.isEmpty() ? " and no SOAP" : ", not what was asked"),
                    retryAfter);
        }
        return answer.get();
    }

    /** The text of each element of the name. */
    public List<String> texts(String name) {
        return values.stream()
                .filter(value -> value.name().equals(name))
                .map(Value::text)
                .toList();
    }

    private static Five9Fault fault(Answer fault) {
        // SOAP 1.1 and 1.2
        String said = fault.first("faultstring", "Text", "message");
        String code = fault.values().stream()
                .map(Value::name)
                .filter(name -> name.endsWith("Fault") || name.endsWith("Exception"))
                .findFirst()
                .orElse("");
        Five9Fault.Kind kind = kind(code, said);
        return new Five9Fault(
                kind,
                code,
                "Five9 refused: " + (code.isEmpty() ? fault.first("faultcode", "Value") : code)
                        + (said.isEmpty() ? "" : ": " + said));
    }

    /** By the fault's name; by its words where many things have one name, as with AddRecordToListFault. */
    private static Five9Fault.Kind kind(String code, String said) {
        String words = said.toLowerCase(Locale.ROOT);
        if (STRANGERS.contains(code) || words.contains("authentication") || words.contains("not authorized")) {
            return Five9Fault.Kind.CREDENTIALS;
        }
        if (code.equals("OperationsLimitExceededFault") || words.contains("number of requests exceed")) {
            return Five9Fault.Kind.QUOTA;
        }
        if (BUSY.contains(code) || words.contains("concurrent")) {
            return Five9Fault.Kind.BUSY;
        }
        if (FAILURES.contains(code)
                || words.contains("re-send the request")
                || words.contains("temporary unavailable")
                || words.contains("error while executing")) {
            return Five9Fault.Kind.LOST;
        }
        return Five9Fault.Kind.REFUSED;
    }

    private String first(String... names) {
        for (String name : names) {
            for (Value value : values) {
                if (value.name().equals(name) && !value.text().isBlank()) {
                    return value.text();
                }
            }
        }
        return "";
    }

    /** Empty if it is no SOAP envelope with something in its body. */
    private static Optional<Answer> parse(String body) {
        if (body == null || body.isBlank()) {
            return Optional.empty();
        }
        try {
            XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
            factory.setProperty(XMLInputFactory.IS_COALESCING, true);
            return parse(factory.createXMLStreamReader(new StringReader(body)));
        } catch (XMLStreamException e) {
            return Optional.empty();
        }
    }

    private static Optional<Answer> parse(XMLStreamReader xml) throws XMLStreamException {
        List<Value> values = new ArrayList<>();
        List<StringBuilder> open = new ArrayList<>();
        String operation = "";
        boolean inBody = false;
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.DTD) {
                return Optional.empty();
            }
            if (event == XMLStreamConstants.START_ELEMENT) {
                open.add(new StringBuilder());
                if (open.size() > DEEPEST || values.size() > MOST_VALUES) {
                    return Optional.empty();
                }
                if (open.size() == 1 && !xml.getLocalName().equals("Envelope")) {
                    return Optional.empty();
                }
                if (open.size() == 2) {
                    inBody = xml.getLocalName().equals("Body");
                } else if (open.size() == 3 && inBody && operation.isEmpty()) {
                    operation = xml.getLocalName();
                }
            } else if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
                if (!open.isEmpty()) {
                    open.get(open.size() - 1).append(xml.getText());
                }
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                String text = open.remove(open.size() - 1).toString().strip();
                if (inBody && open.size() >= 3) {
                    values.add(new Value(xml.getLocalName(), text));
                }
            }
        }
        return operation.isEmpty() ? Optional.empty() : Optional.of(new Answer(operation, List.copyOf(values)));
    }
}
