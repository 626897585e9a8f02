package io.voicebridge.cli.trunk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.twilio.rest.api.v2010.account.IncomingPhoneNumber;
import com.twilio.rest.api.v2010.account.sip.CredentialList;
import com.twilio.rest.api.v2010.account.sip.IpAccessControlList;
import com.twilio.rest.api.v2010.account.sip.credentiallist.Credential;
import com.twilio.rest.api.v2010.account.sip.ipaccesscontrollist.IpAddress;

/** What Twilio's SDK gives, as JSON with the names of Twilio's API; of each resource what a trunk asks for. */
final class TwilioResources {

    private TwilioResources() {}

    /** Of a list, all its pages: the SDK follows them as it is read. */
    static JsonNode json(Object result) {
        if (result instanceof Iterable<?> many) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            many.forEach(one -> list.add(resource(one)));
            return list;
        }
        return result instanceof Boolean || result == null ? MissingNode.getInstance() : resource(result);
    }

    private static JsonNode resource(Object resource) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (resource instanceof IncomingPhoneNumber number) {
            return node.put("sid", number.getSid())
                    .put("phone_number", number.getPhoneNumber().toString())
                    .put("trunk_sid", number.getTrunkSid());
        }
        if (resource instanceof IpAccessControlList list) {
            return node.put("sid", list.getSid()).put("friendly_name", list.getFriendlyName());
        }
        if (resource instanceof IpAddress address) {
            return node.put("sid", address.getSid())
                    .put("ip_address", address.getIpAddress())
                    .put("cidr_prefix_length", address.getCidrPrefixLength());
        }
        if (resource instanceof CredentialList list) {
            return node.put("sid", list.getSid()).put("friendly_name", list.getFriendlyName());
        }
        if (resource instanceof Credential credential) {
            return node.put("sid", credential.getSid()).put("username", credential.getUsername());
        }
        throw new IllegalArgumentException("Nothing is known of " + resource.getClass());
    }
}
