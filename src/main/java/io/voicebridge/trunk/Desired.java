package io.voicebridge.trunk;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.directory.Problem;
import io.voicebridge.directory.Problem.Fault;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a trunk shall be.
 *
 * @param spec as it was written, without id, name and provider; it fits the schema of the API
 */
record Desired(String id, String name, Provider provider, JsonNode spec) {

    /** {@code sip:host[:port][;transport=...]}; what stands behind is kept as it is. */
    private static final Pattern SIP_URI =
            Pattern.compile("sip:(?:[^@;?]+@)?(\\[[0-9a-fA-F:.]+]|[^:;?\\[]+)(?::(\\d{1,5}))?((?:;[^?]*)?)");

    /** Where calls shall arrive. */
    record Target(String uri, String host, int port, String transport) {}

    /** How the provider's people and this bridge know it again: the id is in the name, so that no other trunk is meant. */
    String label() {
        return name + " (" + id + ')';
    }

    boolean secure() {
        return spec.path("secure").asBoolean(true);
    }

    Target target() {
        String uri = spec.path("sip_uri").asText();
        Matcher parts = SIP_URI.matcher(uri);
        if (!parts.matches()) {
            throw new Problem(422, "bad_trunk", "It has no sip_uri.");
        }
        String parameters = parts.group(3).toLowerCase(Locale.ROOT);
        String transport =
                parameters.contains(";transport=tls") ? "tls" : parameters.contains(";transport=tcp") ? "tcp" : "udp";
        int port = parts.group(2) == null ? transport.equals("tls") ? 5061 : 5060 : Integer.parseInt(parts.group(2));
        return new Target(uri, parts.group(1), port, transport);
    }

    List<String> numbers() {
        return texts("numbers");
    }

    List<String> addresses() {
        return texts("addresses");
    }

    private List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        spec.path(field).forEach(text -> texts.add(text.asText()));
        return List.copyOf(texts);
    }

    /** Whether numbers that another trunk has now are taken from it. */
    boolean takesNumbersOver() {
        return spec.path("take_numbers_over").asBoolean(false);
    }

    /** Empty where it is not said. */
    String text(String field) {
        return spec.path(field).asText("");
    }

    /** @throws Problem 422 bad_trunk with everything that does not go together */
    void check() {
        List<Fault> faults = new ArrayList<>();
        if (provider == Provider.TWILIO || provider == Provider.TELNYX) {
            checkTarget(faults);
            if (!spec.path("account").hasNonNull("secret")) {
                faults.add(new Fault(
                        "/account",
                        "Name the secret (POST /secrets) that holds the key of " + provider.spoken() + '.'));
            }
        } else if (!spec.path("data_centres").isArray()
                || spec.path("data_centres").isEmpty()) {
            faults.add(new Fault("/data_centres", "Name at least one, with the addresses that calls come from."));
        }
        if (provider == Provider.TWILIO) {
            checkTwilio(faults);
        }
        if (!faults.isEmpty()) {
            throw new Problem(422, "bad_trunk", "The trunk cannot be as it is described.", faults);
        }
    }

    private void checkTarget(List<Fault> faults) {
        Matcher parts = SIP_URI.matcher(text("sip_uri"));
        if (!parts.matches() || parts.group(2) != null && !isPort(parts.group(2))) {
            faults.add(new Fault(
                    "/sip_uri", "Say where calls shall arrive, such as sip:voice.example.com:5061;transport=tls."));
        } else if (secure() && !target().transport().equals("tls")) {
            faults.add(new Fault(
                    "/sip_uri",
                    "With secure, SIP goes over TLS: end it in ;transport=tls, or set secure to false; encrypted audio"
                            + " with keys in clear text protects nobody."));
        }
    }

    private static boolean isPort(String digits) {
        int port = Integer.parseInt(digits);
        return port > 0 && port <= 65_535;
    }

    private void checkTwilio(List<Fault> faults) {
        if (spec.path("account").path("sid").asText("").isEmpty()) {
            faults.add(new Fault("/account/sid", "Twilio's accounts have a SID, AC and 32 digits."));
        }
        String url = text("disaster_recovery_url");
        if (!url.isEmpty() && !isHttps(url)) {
            faults.add(new Fault("/disaster_recovery_url", "It must be an https URL."));
        }
        if (spec.path("credential").isObject() && text("domain_name").isEmpty()) {
            faults.add(
                    new Fault("/domain_name", "A credential is for calls to a domain such as acme.pstn.twilio.com."));
        }
    }

    private static boolean isHttps(String url) {
        try {
            URI uri = URI.create(url);
            return "https".equals(uri.getScheme()) && uri.getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
