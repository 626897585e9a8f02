package io.voicebridge.trunk;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.trunk.CarrierRequest.Api;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What of a trunk lives in Twilio's account, by the 2010 API: the numbers that were bought, SIP access lists and credential
 * lists. Fields are named as the SDK names them. It buys nothing. Of one run; not thread-safe.
 */
final class TwilioAccount {

    private static final Set<String> KINDS =
            Set.of("access_list", "access_list_address", "credential_list", "credential");

    private final Desired desired;
    private final PatientApi api;
    private final Supplier<String> password;
    private final Map<String, Optional<JsonNode>> numbers = new HashMap<>();

    /** @param password of the credential */
    TwilioAccount(Desired desired, PatientApi api, Supplier<String> password) {
        this.desired = desired;
        this.api = api;
        this.password = password;
    }

    static boolean has(String kind) {
        return KINDS.contains(kind);
    }

    /** An address or a block, as an entry of a list; the provider's default is the single address. */
    static Map<String, Object> address(String address) {
        int slash = address.indexOf('/');
        Map<String, Object> want = new LinkedHashMap<>();
        want.put("ip_address", slash < 0 ? address : address.substring(0, slash));
        want.put("cidr_prefix_length", slash < 0 ? 32 : Integer.parseInt(address.substring(slash + 1)));
        return want;
    }

    Optional<Found> find(Piece piece, Made made) {
        return switch (piece.kind()) {
            case "access_list" -> list("sip-ip-access-control-list", made.id(piece.path()));
            case "credential_list" -> list("sip-credential-list", made.id(piece.path()));
            case "access_list_address" ->
                made.id("access_list")
                        .flatMap(
                                list -> read(
                                                "sip-ip-access-control-list-ip-address",
                                                Map.of("pathIpAccessControlListSid", list))
                                        .stream()
                                        .filter(entry -> entry.path("ip_address")
                                                .asText()
                                                .equals(piece.want().get("ip_address")))
                                        .findFirst()
                                        .map(TwilioAccount::found));
            default ->
                made.id("credential_list")
                        .flatMap(list ->
                                read("sip-credential-list-credential", Map.of("pathCredentialListSid", list)).stream()
                                        .filter(entry -> entry.path("username")
                                                .asText()
                                                .equals(piece.want().get("username")))
                                        .findFirst()
                                        .map(TwilioAccount::found));
        };
    }

    private Optional<Found> list(String resource, Optional<String> id) {
        List<JsonNode> all = read(resource, Map.of());
        return all.stream()
                .filter(one -> one.path("sid").asText().equals(id.orElse("")))
                .findFirst()
                .or(() -> all.stream()
                        .filter(one -> one.path("friendly_name").asText().equals(desired.label()))
                        .findFirst())
                .map(TwilioAccount::found);
    }

    private static Found found(JsonNode node) {
        return new Found(node.path("sid").asText(), node);
    }

    /** All pages: the SDK follows them. */
    private List<JsonNode> read(String resource, Map<String, Object> fields) {
        List<JsonNode> all = new ArrayList<>();
        api.ifThere(new CarrierRequest(Api.TWILIO_ACCOUNT, "reader", resource, fields))
                .ifPresent(answer -> answer.forEach(all::add));
        return all;
    }

    /** Why a number cannot become the trunk's. */
    Optional<String> obstacle(String number) {
        Optional<JsonNode> owned = number(number);
        if (owned.isEmpty()) {
            return Optional.of("The account does not have this number, and the bridge buys none. Buy it in Twilio's"
                    + " console, or correct it.");
        }
        String trunk = owned.get().path("trunk_sid").asText("");
        return trunk.isEmpty() || desired.takesNumbersOver()
                ? Optional.empty()
                : Optional.of("It belongs to the trunk " + trunk + ". Take it off there, or set take_numbers_over.");
    }

    String numberSid(String number) {
        return number(number)
                .map(owned -> owned.path("sid").asText())
                .orElseThrow(() -> new CarrierFault(0, "", "the account does not have " + number));
    }

    private Optional<JsonNode> number(String number) {
        return numbers.computeIfAbsent(
                number, asked -> read("incoming-phone-number", Map.of("phoneNumber", asked)).stream()
                        .filter(owned -> owned.path("phone_number").asText().equals(asked))
                        .findFirst());
    }

    String create(Piece piece, Made made) {
        return switch (piece.kind()) {
            case "access_list" -> made("sip-ip-access-control-list", Map.of("friendlyName", desired.label()));
            case "credential_list" -> made("sip-credential-list", Map.of("friendlyName", desired.label()));
            case "access_list_address" ->
                made(
                        "sip-ip-access-control-list-ip-address",
                        Map.of(
                                "pathIpAccessControlListSid", made.needed("access_list"),
                                "friendlyName", Piece.nameOf(piece.path()),
                                "ipAddress", piece.want().get("ip_address"),
                                "cidrPrefixLength", piece.want().get("cidr_prefix_length")));
            default ->
                made(
                        "sip-credential-list-credential",
                        Map.of(
                                "pathCredentialListSid", made.needed("credential_list"),
                                "username", piece.want().get("username"),
                                "password", password.get()));
        };
    }

    private String made(String resource, Map<String, Object> fields) {
        return api.ask(new CarrierRequest(Api.TWILIO_ACCOUNT, "creator", resource, fields))
                .path("sid")
                .asText();
    }

    void update(Piece piece, String id, Map<String, Object> changed, Made made) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("pathSid", id);
        if (piece.kind().equals("access_list_address")) {
            fields.put("pathIpAccessControlListSid", made.needed("access_list"));
            changed.forEach(
                    (name, value) -> fields.put(name.equals("ip_address") ? "ipAddress" : "cidrPrefixLength", value));
        } else {
            fields.put("friendlyName", desired.label());
        }
        api.ask(new CarrierRequest(Api.TWILIO_ACCOUNT, "updater", resource(piece.kind()), fields));
    }

    void delete(String path, String id, Made made) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("pathSid", id);
        switch (Piece.kindOf(path)) {
            case "access_list_address" ->
                made.id("access_list").ifPresent(list -> fields.put("pathIpAccessControlListSid", list));
            case "credential" ->
                made.id("credential_list").ifPresent(list -> fields.put("pathCredentialListSid", list));
            default -> {
                // a list is named by its own id alone
            }
        }
        api.ifThere(new CarrierRequest(Api.TWILIO_ACCOUNT, "deleter", resource(Piece.kindOf(path)), fields));
    }

    private static String resource(String kind) {
        return switch (kind) {
            case "access_list" -> "sip-ip-access-control-list";
            case "access_list_address" -> "sip-ip-access-control-list-ip-address";
            case "credential_list" -> "sip-credential-list";
            default -> "sip-credential-list-credential";
        };
    }
}
