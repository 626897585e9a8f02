package io.voicebridge.sip.sdp;

import io.voicebridge.sip.sdp.Answer.Refused;
import java.util.Collection;

/** The refusals of an offer, in words that tell the peer's administrator what to change. */
final class Refusals {

    private static final int MAX_TEXT = 200;

    private Refusals() {}

    static Refused malformed(String what) {
        return refused(400, 399, "Not a session description: " + what);
    }

    static Refused noAudio(Collection<String> offered) {
        return refused(488, 304, "No audio offered but " + list(offered) + "; audio on RTP/AVP is supported");
    }

    static Refused noProtocol(String offered, Encryption encryption) {
        String supported =
                switch (encryption) {
                    case OFF -> "RTP/AVP is supported";
                    case ALLOW -> "RTP/AVP and RTP/SAVP are supported";
                    case REQUIRE -> "this number takes encrypted audio only, on RTP/SAVP";
                };
        return refused(488, 302, "Audio offered on " + offered + "; " + supported);
    }

    static Refused otherProtocol(String answered) {
        return refused(488, 302, "The answer is on " + answered + ", our offer was not");
    }

    static Refused noKey(Collection<CryptoSuite> supported) {
        return refused(
                488,
                306,
                "No usable a=crypto line; supported "
                        + list(supported.stream().map(CryptoSuite::name).toList()));
    }

    static Refused noCodec(Collection<String> offered, Collection<AudioCodec> supported) {
        return refused(
                488,
                305,
                "Offered " + list(offered) + "; supported "
                        + list(supported.stream().map(codec -> codec + "/8000").toList()));
    }

    static Refused multicast(String host) {
        return refused(488, 330, "Multicast address " + host + " offered; unicast is supported");
    }

    static Refused address(String host, String why) {
        return refused(488, 301, "Media address " + host + " " + why);
    }

    static Refused audioRefused() {
        return refused(488, 304, "The answer refuses our audio");
    }

    private static String list(Collection<String> names) {
        return names.isEmpty() ? "nothing" : String.join(", ", names);
    }

    /** Offers are hostile: nothing of them may leave the quoted string of the header, nor make it endless. */
    private static Refused refused(int status, int warning, String text) {
        StringBuilder safe = new StringBuilder();
        for (int i = 0; i < text.length() && safe.length() < MAX_TEXT; i++) {
            char c = text.charAt(i);
            safe.append(c < ' ' || c > '~' || c == '"' || c == '\\' ? '?' : c);
        }
        return new Refused(status, warning, safe.toString());
    }
}
