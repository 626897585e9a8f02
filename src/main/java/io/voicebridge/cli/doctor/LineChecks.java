package io.voicebridge.cli.doctor;

import io.voicebridge.cli.http.NumberChecks;
import io.voicebridge.directory.PhoneNumber;
import io.voicebridge.sip.PeerAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Whether a call to a number is answered, and its transfers find their way out. */
final class LineChecks {

    /**
     * What holds for all numbers.
     *
     * @param srtp the bridge's rule: off, allow or require
     * @param servesTls whether SIP is taken over TLS
     * @param overTlsOnly whether keys go over TLS only
     */
    record Encryption(String srtp, boolean servesTls, boolean overTlsOnly) {}

    private final NumberChecks numbers;
    private final Predicate<String> isOurs;
    private final Function<String, PeerAnswer> options;
    private final Encryption encryption;

    /** @param isOurs whether a terminal URI leads back to this bridge */
    LineChecks(
            NumberChecks numbers,
            Predicate<String> isOurs,
            Function<String, PeerAnswer> options,
            Encryption encryption) {
        this.numbers = numbers;
        this.isOurs = isOurs;
        this.options = options;
        this.encryption = encryption;
    }

    List<Check> of(PhoneNumber number) {
        List<Check> checks = new ArrayList<>();
        checks.add(new Check(number.number() + " is answered by a published agent", () -> isAnswered(number)));
        if (!number.terminalUri().isEmpty()) {
            checks.add(new Check(number.number() + " transfers calls to its trunk", () -> transfers(number)));
        }
        checks.add(new Check(number.number() + " can have its audio encrypted as it asks", () -> isEncrypted(number)));
        return checks;
    }

    private Finding isAnswered(PhoneNumber number) {
        return numbers.check(number).items().stream()
                .filter(check -> check.status().equals("failed"))
                .findFirst()
                .map(check -> Finding.red(check.fix()))
                .orElse(Finding.GREEN);
    }

    private Finding transfers(PhoneNumber number) {
        if (isOurs.test(number.terminalUri())) {
            return Finding.red("Its terminal URI " + number.terminalUri()
                    + " is this bridge itself, so that a transfer comes back as a new call. Enter the carrier's.");
        }
        PeerAnswer answer = options.apply(uri(number.terminalUri()));
        if (!answer.answered()) {
            return Finding.red("No answer to OPTIONS from " + number.terminalUri() + ": " + answer.reason()
                    + ". Transfers out fail.");
        }
        return answer.status() == 403
                ? Finding.amber(number.terminalUri()
                        + " answers 403 to OPTIONS: this machine's address may not be on the carrier's list.")
                : Finding.GREEN;
    }

    private static String uri(String terminalUri) {
        return terminalUri.startsWith("sip:") || terminalUri.startsWith("sips:") ? terminalUri : "sip:" + terminalUri;
    }

    private Finding isEncrypted(PhoneNumber number) {
        String rule = number.srtp() == null ? encryption.srtp() : number.srtp();
        if (rule.equals("require") && !encryption.servesTls()) {
            return encryption.overTlsOnly()
                    ? Finding.red(
                            "It takes encrypted audio only, with keys over TLS only, but SIP is not taken over TLS: every"
                                    + " call is refused. Set bridge.sips.certificate and bridge.sips.key.")
                    : Finding.amber(
                            "It takes encrypted audio only, but SIP is not taken over TLS: the keys can be read on"
                                    + " the way. Set bridge.sips.certificate and bridge.sips.key.");
        }
        return rule.equals("off") && encryption.servesTls()
                ? Finding.amber(
                        "SIP is taken over TLS, but audio is never encrypted: trunks with Secure Trunking are refused"
                                + " with 488. Set srtp of the number, or bridge.rtp.srtp, to allow.")
                : Finding.GREEN;
    }
}
