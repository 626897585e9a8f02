package io.voicebridge.trunk;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.trunk.CarrierRequest.Api;
import io.voicebridge.trunk.Piece.Ref;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A trunk of Telnyx ({@code api.telnyx.com/v2}): an FQDN connection, where its calls go, the outbound voice profile that bounds
 * what calls out may cost, and its numbers.
 */
final class TelnyxCarrier implements Carrier {

    private static final int MOST_PAGES = 50;
    private static final int PAGE_SIZE = 250;

    /** What calls out may cost a day where nobody has said, in the currency of the account. */
    private static final String DAILY_SPEND = "50.00";

    private static final int CONCURRENT_CALLS = 50;

    private final Desired desired;
    private final PatientApi api;
    private final Map<String, Optional<JsonNode>> numbers = new HashMap<>();

    TelnyxCarrier(Desired desired, PatientApi api) {
        this.desired = desired;
        this.api = api;
    }

    @Override
    public List<Piece> pieces() {
        List<Piece> pieces = new ArrayList<>();
        pieces.add(new Piece("outbound_voice_profile", profile()));
        pieces.add(new Piece("connection", connection()));
        Desired.Target target = desired.target();
        Map<String, Object> fqdn = new LinkedHashMap<>();
        fqdn.put("fqdn", target.host());
        fqdn.put("port", target.port());
        fqdn.put("dns_record_type", "a");
        fqdn.put("connection_id", new Ref("connection"));
        pieces.add(new Piece("fqdn", fqdn));
        desired.numbers()
                .forEach(number ->
                        pieces.add(new Piece("number/" + number, Map.of("connection_id", new Ref("connection")))));
        return pieces;
    }

    private Map<String, Object> profile() {
        JsonNode outbound = desired.spec().path("outbound");
        List<String> destinations = new ArrayList<>();
        outbound.path("destinations").forEach(country -> destinations.add(country.asText()));
        Map<String, Object> want = new LinkedHashMap<>();
        want.put("name", desired.label());
        want.put("enabled", true);
        want.put("concurrent_call_limit", outbound.path("concurrent_calls").asInt(CONCURRENT_CALLS));
        want.put("daily_spend_limit_enabled", true);
        want.put("daily_spend_limit", outbound.path("daily_spend_limit").asText(DAILY_SPEND));
        want.put("whitelisted_destinations", destinations.isEmpty() ? List.of("US", "CA") : destinations);
        return want;
    }

    private Map<String, Object> connection() {
        Map<String, Object> want = new LinkedHashMap<>();
        want.put("connection_name", desired.label());
        want.put("active", true);
        want.put("transport_protocol", desired.target().transport().toUpperCase(Locale.ROOT));
        want.put("encrypted_media", desired.secure() ? "SRTP" : "");
        want.put("dtmf_type", "RFC 2833");
        want.put("inbound.ani_number_format", "+E.164");
        want.put("inbound.dnis_number_format", "+e164");
        want.put("inbound.codecs", List.of("G711U", "G711A"));
        want.put("outbound.outbound_voice_profile_id", new Ref("outbound_voice_profile"));
        return want;
    }

    @Override
    public Optional<Found> find(Piece piece, Made made) {
        return switch (piece.kind()) {
            case "outbound_voice_profile" -> named("/outbound_voice_profiles", "name", made.id(piece.path()));
            case "connection" -> named("/fqdn_connections", "connection_name", made.id(piece.path()));
            case "fqdn" -> made.id("connection").flatMap(connection -> fqdn(connection, made.id(piece.path())));
            default ->
                number(Piece.nameOf(piece.path()))
                        .filter(owned -> made.id("connection")
                                .filter(id -> id.equals(connectionOf(owned)))
                                .isPresent())
                        .map(TelnyxCarrier::found);
        };
    }

    private Optional<Found> named(String path, String field, Optional<String> id) {
        List<JsonNode> all = all(path, "filter[" + field + "][contains]", desired.id());
        return all.stream()
                .filter(one -> one.path("id").asText().equals(id.orElse("")))
                .findFirst()
                .or(() -> all.stream()
                        .filter(one -> one.path(field).asText().equals(desired.label()))
                        .findFirst())
                .map(TelnyxCarrier::found);
    }

    /** Of the connection's addresses ours, or the one that was made and has another host by now. */
    private Optional<Found> fqdn(String connection, Optional<String> id) {
        List<JsonNode> all = fqdns(connection);
        return all.stream()
                .filter(one -> one.path("id").asText().equals(id.orElse("")))
                .findFirst()
                .or(() -> all.stream()
                        .filter(one -> one.path("fqdn")
                                .asText()
                                .equals(desired.target().host()))
                        .findFirst())
                .map(TelnyxCarrier::found);
    }

    private List<JsonNode> fqdns(String connection) {
        return all("/fqdns", "filter[connection_id]", connection);
    }

    private static Found found(JsonNode node) {
        return new Found(node.path("id").asText(), node);
    }

    private List<JsonNode> all(String path, String filter, String value) {
        List<JsonNode> all = new ArrayList<>();
        String query = '?' + encoded(filter) + '=' + encoded(value) + '&' + encoded("page[size]") + '=' + PAGE_SIZE;
        for (int page = 1; page <= MOST_PAGES; page++) {
            JsonNode answer = api.ask(new CarrierRequest(
                    Api.TELNYX, "GET", path + query + '&' + encoded("page[number]") + '=' + page, Map.of()));
            answer.path("data").forEach(all::add);
            if (page >= answer.path("meta").path("total_pages").asInt(1)) {
                return all;
            }
        }
        throw new CarrierFault(0, "", path + " has more pages than are read");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public Optional<String> obstacle(Piece piece) {
        if (!piece.kind().equals("number")) {
            return Optional.empty();
        }
        Optional<JsonNode> owned = number(Piece.nameOf(piece.path()));
        if (owned.isEmpty()) {
            return Optional.of("The account does not have this number, and the bridge buys none. Buy it in Telnyx's"
                    + " portal, or correct it.");
        }
        String connection = connectionOf(owned.get());
        return connection.isEmpty() || desired.takesNumbersOver()
                ? Optional.empty()
                : Optional.of("It belongs to the connection " + connection
                        + ". Take it off there, or set take_numbers_over.");
    }

    private static String connectionOf(JsonNode number) {
        JsonNode id = number.path("connection_id");
        return id.isNull() ? "" : id.asText("");
    }

    private Optional<JsonNode> number(String number) {
        return numbers.computeIfAbsent(number, asked -> all("/phone_numbers", "filter[phone_number]", asked).stream()
                .filter(owned -> owned.path("phone_number").asText().equals(asked))
                .findFirst());
    }

    @Override
    public String create(Piece piece, Made made) {
        if (piece.kind().equals("number")) {
            String id = number(Piece.nameOf(piece.path()))
                    .map(owned -> owned.path("id").asText())
                    .orElseThrow(() -> new CarrierFault(0, "", "the account does not have " + piece.path()));
            change("PATCH", "/phone_numbers/" + id, nested(piece.want(), made));
            return id;
        }
        return change("POST", folder(piece.kind()), nested(piece.want(), made))
                .path("data")
                .path("id")
                .asText();
    }

    @Override
    public void update(Piece piece, String id, Map<String, Object> changed, Made made) {
        change("PATCH", folder(piece.kind()) + '/' + id, nested(changed, made));
    }

    private JsonNode change(String method, String path, Map<String, Object> fields) {
        return api.ask(new CarrierRequest(Api.TELNYX, method, path, fields));
    }

    /** A number is given back by leaving the connection; it stays the account's. */
    @Override
    public void delete(String path, String id, Made made) {
        if (!Piece.kindOf(path).equals("number")) {
            api.ifThere(new CarrierRequest(Api.TELNYX, "DELETE", folder(Piece.kindOf(path)) + '/' + id, Map.of()));
            return;
        }
        boolean still = number(Piece.nameOf(path))
                .filter(owned -> made.id("connection")
                        .filter(connection -> connection.equals(connectionOf(owned)))
                        .isPresent())
                .isPresent();
        if (still) {
            change("PATCH", "/phone_numbers/" + id, nested(Map.of("connection_id", ""), made));
        }
    }

    @Override
    public List<Drift> strangers(Made made) {
        List<Drift> strangers = new ArrayList<>();
        Optional<String> own = made.id("fqdn");
        made.id("connection").ifPresent(connection -> fqdns(connection).stream()
                .filter(one -> own.isEmpty() || !one.path("id").asText().equals(own.get()))
                .map(one -> one.path("fqdn").asText())
                .forEach(host -> strangers.add(new Drift("fqdn/" + host, "", "present", Drift.Severity.WARNING))));
        return strangers;
    }

    private static String folder(String kind) {
        return switch (kind) {
            case "outbound_voice_profile" -> "/outbound_voice_profiles";
            case "connection" -> "/fqdn_connections";
            case "fqdn" -> "/fqdns";
            case "number" -> "/phone_numbers";
            default -> throw new IllegalArgumentException(kind);
        };
    }

    /** {@code inbound.codecs} is the field codecs of the object inbound. */
    private static Map<String, Object> nested(Map<String, Object> fields, Made made) {
        Map<String, Object> nested = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            Object resolved = "".equals(value) ? null : made.resolved(value);
            int dot = name.indexOf('.');
            if (dot < 0) {
                nested.put(name, resolved);
            } else {
                @SuppressWarnings("unchecked")
                Map<String, Object> inner = (Map<String, Object>)
                        nested.computeIfAbsent(name.substring(0, dot), outer -> new LinkedHashMap<String, Object>());
                inner.put(name.substring(dot + 1), resolved);
            }
        });
        return nested;
    }
}
