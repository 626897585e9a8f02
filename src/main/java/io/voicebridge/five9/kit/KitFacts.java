package io.voicebridge.five9.kit;

import java.net.URI;
import java.util.List;

/**
 * What the kit of a number is made of.
 *
 * @param number as it is registered, and as the script transfers to it
 * @param agent the name of the agent that answers
 * @param http where Five9 reaches this bridge over HTTP, without a path
 * @param sip where Five9 or the carrier reaches it over SIP, such as {@code sip:voice.example.com:5061;transport=tls}
 * @param leadFields variables that the agent uses, in the order of the script; each is a contact field of Five9
 * @param fallbackSkill where a customer goes of whom nothing is known
 */
public record KitFacts(
        String number, String agent, URI http, String sip, List<String> leadFields, String fallbackSkill) {

    public KitFacts {
        leadFields = List.copyOf(leadFields);
    }
}
