package io.voicebridge.sip.admission;

import io.voicebridge.sip.auth.Challenger;
import io.voicebridge.sip.auth.DigestServer;
import io.voicebridge.sip.auth.DigestServer.Outcome;
import io.voicebridge.sip.message.SipRequest;
import io.voicebridge.sip.transport.Admission;
import io.voicebridge.sip.transport.Screening;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a listener asks of those who call it. The address list judges the socket's source and nothing that a message
 * claims. Immutable but for the digest's table; thread-safe.
 */
public final class InboundPolicy implements Admission {

    /** What becomes of a source that is on no list. */
    public enum Unknown {
        /** Nothing is sent back, as if nobody listened. */
        DROP,
        /** 403, as often as the source's bucket allows. */
        REFUSE,
        /** It may prove who it is by a password. */
        DIGEST
    }

    private static final Set<String> WORTH_A_PASSWORD = Set.of("INVITE", "OPTIONS");

    private final String name;
    private final AccessList allowed;
    private final Unknown unknown;
    private final Optional<DigestServer> passwords;
    private final boolean digestForAll;
    private final Scanners scanners;

    private InboundPolicy(
            String name,
            AccessList allowed,
            Unknown unknown,
            Optional<DigestServer> passwords,
            boolean digestForAll,
            Scanners scanners) {
        this.name = name;
        this.allowed = allowed;
        this.unknown = unknown;
        this.passwords = passwords;
        this.digestForAll = digestForAll;
        this.scanners = scanners;
    }

    /** Those on the list call without a password; strangers are dropped or refused. */
    public static InboundPolicy byAddress(String name, AccessList allowed, Unknown unknown, Scanners scanners) {
        if (unknown == Unknown.DIGEST) {
            throw new IllegalArgumentException("The policy " + name + " asks strangers for passwords and has none");
        }
        return new InboundPolicy(name, allowed, unknown, Optional.empty(), false, scanners);
    }

    /** Those on the list call without a password, strangers with one. */
    public static InboundPolicy byAddressOrPassword(
            String name, AccessList allowed, DigestServer passwords, Scanners scanners) {
        return new InboundPolicy(name, allowed, Unknown.DIGEST, Optional.of(passwords), false, scanners);
    }

    /** Those on the list need a password too. */
    public static InboundPolicy byAddressAndPassword(
            String name, AccessList allowed, Unknown unknown, DigestServer passwords, Scanners scanners) {
        return new InboundPolicy(name, allowed, unknown, Optional.of(passwords), true, scanners);
    }

    public String name() {
        return name;
    }

    @Override
    public Verdict admit(InetSocketAddress source) {
        if (allowed.knows(source.getAddress())) {
            return Verdict.ADMIT;
        }
        return switch (unknown) {
            case DROP -> Verdict.IGNORE;
            case REFUSE -> Verdict.FORBID;
            case DIGEST -> Verdict.ADMIT_STRANGER;
        };
    }

    @Override
    public Screening screen(SipRequest request, InetSocketAddress source) {
        if (scanners.sent(request)) {
            return new Screening.Drop();
        }
        boolean known = allowed.knows(source.getAddress());
        if (passwords.isEmpty() || known && !digestForAll) {
            return new Screening.Pass("");
        }
        if (!WORTH_A_PASSWORD.contains(request.method())) {
            return new Screening.Pass("");
        }
        return ask(passwords.get(), request, source.getAddress());
    }

    private static Screening ask(DigestServer server, SipRequest request, InetAddress source) {
        DigestServer.Result result = server.check(request, source);
        if (result.outcome() == Outcome.ACCEPTED) {
            return new Screening.Pass(result.user());
        }
        boolean wrong = result.outcome() == Outcome.WRONG;
        return new Screening.Answer(
                Challenger.USER_AGENT.status(),
                server.challenge(source, result.outcome()),
                wrong ? "wrong-password" : "",
                wrong ? "The user name or password is wrong" : "");
    }

    @Override
    public boolean isOneParty(InetAddress one, InetAddress other) {
        return allowed.isOneParty(one, other);
    }

    @Override
    public List<String> hostsOf(InetAddress address) {
        return allowed.hostsOf(address);
    }

    /** Whether anybody is asked for a password. */
    public boolean wantsPasswords() {
        return passwords.isPresent();
    }

    /** Who may call, in one sentence. */
    public String sentence() {
        List<String> names = allowed.names();
        String who = names.isEmpty() ? "nobody" : String.join(", ", names) + (digestForAll ? " with a password" : "");
        return switch (unknown) {
            case DROP -> who + "; nobody else gets an answer";
            case REFUSE -> who + "; everybody else is answered 403";
            case DIGEST -> who + "; everybody else with a password";
        };
    }
}
