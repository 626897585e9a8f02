package io.voicebridge.trunk;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.trunk.CarrierRequest.Api;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A trunk of Twilio's Elastic SIP Trunking ({@code trunking.twilio.com/v1}): the trunk, where its calls go, and its numbers;
 * for calls to it, an access list and a credential, which live in the account ({@link TwilioAccount}).
 */
final class TwilioCarrier implements Carrier {

    private static final int MOST_PAGES = 50;

    /** Low goes first, and there is one only. */
    private static final int FIRST = 10;

    private final Desired desired;
    private final PatientApi api;
    private final TwilioAccount account;

    TwilioCarrier(Desired desired, PatientApi api, TwilioAccount account) {
        this.desired = desired;
        this.api = api;
        this.account = account;
    }

    @Override
    public List<Piece> pieces() {
        List<Piece> pieces = new ArrayList<>();
        pieces.add(new Piece("trunk", trunk()));
        pieces.add(new Piece("origination_url", origination()));
        if (!desired.addresses().isEmpty()) {
            pieces.add(new Piece("access_list", Map.of("friendly_name", desired.label())));
            desired.addresses()
                    .forEach(address ->
                            pieces.add(new Piece("access_list_address/" + address, TwilioAccount.address(address))));
            pieces.add(new Piece("access_list_of_trunk", Map.of()));
        }
        String user = desired.spec().path("credential").path("username").asText("");
        if (!user.isEmpty()) {
            pieces.add(new Piece("credential_list", Map.of("friendly_name", desired.label())));
            pieces.add(new Piece("credential/" + user, Map.of("username", user)));
            pieces.add(new Piece("credential_list_of_trunk", Map.of()));
        }
        desired.numbers().forEach(number -> pieces.add(new Piece("number/" + number, Map.of())));
        return pieces;
    }

    private Map<String, Object> trunk() {
        Map<String, Object> want = new LinkedHashMap<>();
        want.put("friendly_name", desired.label());
        want.put("secure", desired.secure());
        String mode = desired.text("transfer_mode");
        want.put("transfer_mode", mode.isEmpty() ? "disable-all" : mode);
        String recovery = desired.text("disaster_recovery_url");
        want.put("disaster_recovery_url", recovery);
        if (!recovery.isEmpty()) {
            want.put("disaster_recovery_method", "POST");
        }
        if (!desired.text("domain_name").isEmpty()) {
            want.put("domain_name", desired.text("domain_name"));
        }
        return want;
    }

    private Map<String, Object> origination() {
        Map<String, Object> want = new LinkedHashMap<>();
        want.put("sip_url", desired.target().uri());
        want.put("priority", FIRST);
        want.put("weight", FIRST);
        want.put("enabled", true);
        want.put("friendly_name", desired.label());
        return want;
    }

    @Override
    public Optional<Found> find(Piece piece, Made made) {
        if (TwilioAccount.has(piece.kind())) {
            return account.find(piece, made);
        }
        if (piece.kind().equals("trunk")) {
            return pick(all("/Trunks", "trunks"), made.id("trunk"), "friendly_name", desired.label());
        }
        Optional<String> trunk = made.id("trunk");
        if (trunk.isEmpty()) {
            return Optional.empty();
        }
        String root = "/Trunks/" + trunk.get();
        return switch (piece.kind()) {
            case "origination_url" ->
                pick(
                        all(root + "/OriginationUrls", "origination_urls"),
                        made.id(piece.path()),
                        "sip_url",
                        desired.target().uri());
            case "access_list_of_trunk" ->
                member(root + "/IpAccessControlLists", "ip_access_control_lists", made.id("access_list"));
            case "credential_list_of_trunk" ->
                member(root + "/CredentialLists", "credential_lists", made.id("credential_list"));
            default ->
                pick(
                        all(root + "/PhoneNumbers", "phone_numbers"),
                        Optional.empty(),
                        "phone_number",
                        Piece.nameOf(piece.path()));
        };
    }

    /** Whether a list of the account is one of the trunk's. */
    private Optional<Found> member(String path, String items, Optional<String> list) {
        return list.flatMap(id -> pick(all(path, items), Optional.of(id), "sid", id));
    }

    private static Optional<Found> pick(List<JsonNode> all, Optional<String> id, String field, String value) {
        return all.stream()
                .filter(one -> id.isPresent() && one.path("sid").asText().equals(id.get()))
                .findFirst()
                .or(() -> all.stream()
                        .filter(one -> one.path(field).asText().equals(value))
                        .findFirst())
                .map(one -> new Found(one.path("sid").asText(), one));
    }

    /** All pages. Of the address of the next page its path counts only: the host is ours to choose. */
    private List<JsonNode> all(String path, String items) {
        List<JsonNode> all = new ArrayList<>();
        String next = path + "?PageSize=1000";
        for (int page = 0; page < MOST_PAGES; page++) {
            Optional<JsonNode> answer = api.ifThere(new CarrierRequest(Api.TWILIO_TRUNKING, "GET", next, Map.of()));
            if (answer.isEmpty()) {
                return all;
            }
            answer.get().path(items).forEach(all::add);
            String url = answer.get().path("meta").path("next_page_url").asText("");
            if (url.isEmpty() || url.equals("null")) {
                return all;
            }
            URI uri = URI.create(url);
            next = path + (uri.getRawQuery() == null ? "" : '?' + uri.getRawQuery());
        }
        throw new CarrierFault(0, "", path + " has more pages than are read");
    }

    @Override
    public Optional<String> obstacle(Piece piece) {
        return piece.kind().equals("number") ? account.obstacle(Piece.nameOf(piece.path())) : Optional.empty();
    }

    @Override
    public String create(Piece piece, Made made) {
        if (TwilioAccount.has(piece.kind())) {
            return account.create(piece, made);
        }
        String root = piece.kind().equals("trunk") ? "" : "/Trunks/" + made.needed("trunk");
        Map<String, Object> fields =
                switch (piece.kind()) {
                    case "access_list_of_trunk" -> Map.of("IpAccessControlListSid", made.needed("access_list"));
                    case "credential_list_of_trunk" -> Map.of("CredentialListSid", made.needed("credential_list"));
                    case "number" -> Map.of("PhoneNumberSid", account.numberSid(Piece.nameOf(piece.path())));
                    default -> form(given(piece.want()));
                };
        return api.ask(new CarrierRequest(Api.TWILIO_TRUNKING, "POST", root + folder(piece.kind()), fields))
                .path("sid")
                .asText();
    }

    /** What is empty is left out where there is nothing before it. */
    private static Map<String, Object> given(Map<String, Object> want) {
        Map<String, Object> given = new LinkedHashMap<>(want);
        given.values().removeIf(""::equals);
        return given;
    }

    @Override
    public void update(Piece piece, String id, Map<String, Object> changed, Made made) {
        if (TwilioAccount.has(piece.kind())) {
            account.update(piece, id, changed, made);
            return;
        }
        String root = piece.kind().equals("trunk") ? "" : "/Trunks/" + made.needed("trunk");
        api.ask(new CarrierRequest(Api.TWILIO_TRUNKING, "POST", root + folder(piece.kind()) + '/' + id, form(changed)));
    }

    @Override
    public void delete(String path, String id, Made made) {
        String kind = Piece.kindOf(path);
        if (TwilioAccount.has(kind)) {
            account.delete(path, id, made);
        } else if (kind.equals("trunk")) {
            api.ifThere(new CarrierRequest(Api.TWILIO_TRUNKING, "DELETE", "/Trunks/" + id, Map.of()));
        } else {
            made.id("trunk")
                    .ifPresent(trunk -> api.ifThere(new CarrierRequest(
                            Api.TWILIO_TRUNKING, "DELETE", "/Trunks/" + trunk + folder(kind) + '/' + id, Map.of())));
        }
    }

    /** Calls are spread over all origination URLs that are enabled. */
    @Override
    public List<Drift> strangers(Made made) {
        List<Drift> strangers = new ArrayList<>();
        Optional<String> own = made.id("origination_url");
        made.id("trunk").ifPresent(trunk -> all("/Trunks/" + trunk + "/OriginationUrls", "origination_urls").stream()
                .filter(url -> own.isEmpty() || !url.path("sid").asText().equals(own.get()))
                .filter(url -> url.path("enabled").asBoolean())
                .map(url -> url.path("sip_url").asText())
                .forEach(url ->
                        strangers.add(new Drift("origination_url/" + url, "", "present", Drift.Severity.CRITICAL))));
        return strangers;
    }

    private static String folder(String kind) {
        return switch (kind) {
            case "trunk" -> "/Trunks";
            case "origination_url" -> "/OriginationUrls";
            case "access_list_of_trunk" -> "/IpAccessControlLists";
            case "credential_list_of_trunk" -> "/CredentialLists";
            case "number" -> "/PhoneNumbers";
            default -> throw new IllegalArgumentException(kind);
        };
    }

    /** What Twilio answers as {@code sip_url} it takes as {@code SipUrl}. */
    private static Map<String, Object> form(Map<String, Object> fields) {
        Map<String, Object> form = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            StringBuilder camel = new StringBuilder();
            for (String part : name.split("_")) {
                camel.append(Character.toUpperCase(part.charAt(0))).append(part, 1, part.length());
            }
            form.put(camel.toString(), value);
        });
        return form;
    }
}
