package io.voicebridge.cli.trunk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Twilio's Elastic SIP Trunking ({@code /v1}) and its 2010 API, in the shapes of their published descriptions
 * (twilio-oai): form in, JSON out, pages, errors with a code. Thread-safe.
 */
public final class TwilioDouble extends CarrierDouble {

    public static final String ACCOUNT = "AC00000000000000000000000000000001";

    private static final String OLD = "/2010-04-01/Accounts/" + ACCOUNT;
    private static final Set<String> FLAGS = Set.of("secure", "enabled", "cnam_lookup_enabled");
    private static final Set<String> COUNTS = Set.of("priority", "weight", "cidr_prefix_length");

    private static final Map<String, String> PREFIXES = Map.of(
            "Trunks", "TK",
            "OriginationUrls", "OU",
            "IpAccessControlLists", "AL",
            "IpAddresses", "IP",
            "CredentialLists", "CL",
            "Credentials", "CR",
            "IncomingPhoneNumbers", "PN");

    /** The items of each list, by its path. */
    private final Map<String, Map<String, ObjectNode>> lists = new LinkedHashMap<>();

    private final String authorization;

    /** @param token of the account */
    public TwilioDouble(String token) throws IOException {
        authorization =
                "Basic " + Base64.getEncoder().encodeToString((ACCOUNT + ':' + token).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    boolean mayAsk(String shown) {
        return authorization.equals(shown);
    }

    @Override
    Reply refusal(int status, String message) {
        int code = status == 429 ? 20429 : status == 401 ? 20003 : status * 100;
        return Reply.of(
                status,
                object().put("code", code)
                        .put("message", message)
                        .put("more_info", "https://www.twilio.com/docs/errors/" + code)
                        .put("status", status));
    }

    /** Of a list, such as {@code /v1/Trunks}. */
    synchronized List<ObjectNode> all(String path) {
        return new ArrayList<>(lists.getOrDefault(path, Map.of()).values());
    }

    synchronized ObjectNode add(String path, Map<String, String> form) {
        return create(path, form);
    }

    /** A number that the account has bought. */
    public ObjectNode owns(String number) {
        return add(OLD + "/IncomingPhoneNumbers", Map.of("PhoneNumber", number));
    }

    /** Where a call to the number goes: to the origination URL of its trunk. */
    public String originationOf(String number) {
        return origination(number).path("sip_url").asText();
    }

    /** Somebody changes that by hand. */
    public synchronized void sends(String number, String sipUrl) {
        origination(number).put("sip_url", sipUrl);
    }

    private ObjectNode origination(String number) {
        String trunk = all(OLD + "/IncomingPhoneNumbers").stream()
                .filter(owned -> owned.path("phone_number").asText().equals(number))
                .map(owned -> owned.path("trunk_sid").asText())
                .findFirst()
                .orElseThrow();
        return all("/v1/Trunks/" + trunk + "/OriginationUrls").get(0);
    }

    List<ObjectNode> accessLists() {
        return all(OLD + "/SIP/IpAccessControlLists");
    }

    List<ObjectNode> addresses(String list) {
        return all(OLD + "/SIP/IpAccessControlLists/" + list + "/IpAddresses");
    }

    List<ObjectNode> credentialLists() {
        return all(OLD + "/SIP/CredentialLists");
    }

    List<ObjectNode> credentials(String list) {
        return all(OLD + "/SIP/CredentialLists/" + list + "/Credentials");
    }

    @Override
    Reply answer(String method, String asked, Map<String, String> query, String body) {
        String path = asked.replaceFirst("\\.json$", "");
        String parent = path.substring(0, path.lastIndexOf('/'));
        String last = path.substring(parent.length() + 1);
        boolean ofList = PREFIXES.containsKey(last) || last.equals("PhoneNumbers");
        if (!ofList && !lists.getOrDefault(parent, Map.of()).containsKey(last)
                || ofList && parent.matches(".*/[A-Z]{2}[0-9]{32}") && !parent.equals(OLD) && !isThere(parent)) {
            return refusal(404, "The requested resource " + path + " was not found");
        }
        if (ofList) {
            return method.equals("GET") ? page(path, query) : Reply.of(201, create(path, form(body)));
        }
        return switch (method) {
            case "GET" -> Reply.of(200, lists.get(parent).get(last));
            case "POST" -> Reply.of(200, write(lists.get(parent).get(last), form(body)));
            default -> {
                delete(parent, last);
                yield Reply.of(204, null);
            }
        };
    }

    private boolean isThere(String path) {
        int slash = path.lastIndexOf('/');
        return lists.getOrDefault(path.substring(0, slash), Map.of()).containsKey(path.substring(slash + 1));
    }

    private ObjectNode create(String path, Map<String, String> form) {
        String kind = path.substring(path.lastIndexOf('/') + 1);
        boolean ofTrunk = path.startsWith("/v1/Trunks/");
        ObjectNode node = object();
        if (ofTrunk && kind.equals("PhoneNumbers")) {
            ObjectNode owned = lists.get(OLD + "/IncomingPhoneNumbers").get(form.get("PhoneNumberSid"));
            String trunk = path.split("/")[3];
            lists.forEach((list, items) -> {
                if (list.matches("/v1/Trunks/.*/PhoneNumbers")) {
                    items.remove(owned.path("sid").asText());
                }
            });
            owned.put("trunk_sid", trunk);
            node = owned.deepCopy();
        } else if (ofTrunk && !kind.equals("OriginationUrls")) {
            node.put("sid", form.values().iterator().next());
        } else {
            node.put("sid", id(PREFIXES.get(kind), 32)).put("account_sid", ACCOUNT);
            if (kind.equals("Trunks")) {
                node.put("secure", false).put("transfer_mode", "disable-all").putNull("disaster_recovery_url");
            }
            if (kind.equals("IncomingPhoneNumbers")) {
                node.putNull("trunk_sid");
            }
            write(node, form);
        }
        lists.computeIfAbsent(path, made -> new LinkedHashMap<>())
                .put(node.path("sid").asText(), node);
        return node;
    }

    private static ObjectNode write(ObjectNode node, Map<String, String> form) {
        form.forEach((name, value) -> {
            String field = name.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
            if (FLAGS.contains(field)) {
                node.put(field, Boolean.parseBoolean(value));
            } else if (COUNTS.contains(field)) {
                node.put(field, Integer.parseInt(value));
            } else if (!field.equals("password")) {
                node.put(field, value);
            }
        });
        return node;
    }

    private void delete(String list, String id) {
        lists.get(list).remove(id);
        if (list.matches("/v1/Trunks/.*/PhoneNumbers")) {
            lists.get(OLD + "/IncomingPhoneNumbers").get(id).putNull("trunk_sid");
        }
        lists.keySet().removeIf(path -> path.startsWith(list + '/' + id + '/'));
    }

    /** The address of the next page names Twilio's own host, as theirs do. */
    private Reply page(String path, Map<String, String> query) {
        String kind = path.substring(path.lastIndexOf('/') + 1);
        List<ObjectNode> items = all(path).stream()
                .filter(item -> !query.containsKey("PhoneNumber")
                        || item.path("phone_number").asText().equals(query.get("PhoneNumber")))
                .toList();
        int number = Integer.parseInt(query.getOrDefault("Page", "0"));
        int from = Math.min(items.size(), number * pageSize);
        int to = Math.min(items.size(), from + pageSize);
        ObjectNode page = object();
        String name = kind.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
        ArrayNode shown = page.putArray(name);
        items.subList(from, to).forEach(shown::add);
        boolean old = path.startsWith("/2010");
        String next = to < items.size()
                ? (old ? path + ".json" : "https://trunking.twilio.com" + path) + "?PageSize=" + pageSize + "&Page="
                        + (number + 1) + "&PageToken=PA"
                        + (query.containsKey("PhoneNumber") ? "&PhoneNumber=" + query.get("PhoneNumber") : "")
                : null;
        if (old) {
            page.put("page", number)
                    .put("page_size", pageSize)
                    .put("uri", path + ".json")
                    .put("first_page_uri", path + ".json?PageSize=" + pageSize + "&Page=0")
                    .put("next_page_uri", next);
        } else {
            page.putObject("meta")
                    .put("key", name)
                    .put("page", number)
                    .put("page_size", pageSize)
                    .put("next_page_url", next);
        }
        return Reply.of(200, page);
    }
}
