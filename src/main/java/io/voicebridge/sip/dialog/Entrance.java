package io.voicebridge.sip.dialog;

import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.transport.Admission;
import io.voicebridge.sip.transport.Hop;
import io.voicebridge.sip.transport.Screening;
import java.net.InetAddress;
import java.util.function.BiPredicate;
import java.util.function.Function;

/** Asks the admission of the listener that a message came in by. Thread-safe. */
final class Entrance {

    private final Function<Hop, Admission> admissions;

    Entrance(Function<Hop, Admission> admissions) {
        this.admissions = admissions;
    }

    Screening screen(WireRequest request, Hop source) {
        return admissions.apply(source).screen(request, source.remote());
    }

    /** Which addresses may speak for each other, on the listener of the hop. */
    BiPredicate<InetAddress, InetAddress> oneParty(Hop source) {
        return admissions.apply(source)::isOneParty;
    }
}
