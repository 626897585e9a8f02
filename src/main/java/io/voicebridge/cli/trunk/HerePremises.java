package io.voicebridge.cli.trunk;

import io.voicebridge.trunk.Premises;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What this bridge has set up for trunks.
 *
 * @param admits whether a policy lets SIP from an address or a block in
 * @param servesTls whether SIP is taken over TLS
 * @param srtp the bridge's rule: off, allow or require
 * @param peers that are asked with OPTIONS
 */
record HerePremises(Predicate<String> admits, boolean servesTls, String srtp, Supplier<List<String>> peers)
        implements Premises {

    @Override
    public boolean admits(String address) {
        return admits.test(address);
    }

    @Override
    public boolean encryptsAudio() {
        return !srtp.equals("off");
    }

    @Override
    public boolean asks(String uri) {
        return peers.get().contains(uri);
    }
}
