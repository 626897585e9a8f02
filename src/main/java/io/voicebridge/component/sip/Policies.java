package io.voicebridge.component.sip;

import io.voicebridge.sip.admission.InboundPolicy;
import io.voicebridge.sip.auth.DigestAlgorithm;
import io.voicebridge.sip.auth.DigestServer;
import io.voicebridge.sip.message.SipRequest;
import io.voicebridge.sip.transport.Admission;
import io.voicebridge.sip.transport.Screening;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may call, by the name of a policy, as the files say now. {@link #reloadIfChanged} is called on a timer; a file with a
 * fault changes nothing. Thread-safe: listeners read an immutable map.
 */
final class Policies {

    static final String DEFAULT = "default";

    private static final Logger LOG = LoggerFactory.getLogger(Policies.class);

    private final Optional<Path> file;
    private final Optional<Path> accountsFile;
    private final DigestServer passwords;
    private volatile SipAccounts accounts = SipAccounts.NONE;
    private final Set<String> inForce = ConcurrentHashMap.newKeySet();
    private volatile Map<String, InboundPolicy> policies;
    private String seen;

    /**
     * @param file the policies; without one the built-in {@link PolicyFile#builtIn}
     * @param accountsFile users and passwords; without one nobody can prove who they are
     * @throws IllegalArgumentException if a file does not make sense
     */
    Policies(
            Optional<Path> file,
            Optional<Path> accountsFile,
            String realm,
            Duration nonceLife,
            List<DigestAlgorithm> algorithms) {
        this.file = file;
        this.accountsFile = accountsFile;
        this.passwords = new DigestServer(
                realm, nonceLife, algorithms, user -> accounts.password(user), () -> System.nanoTime() / 1_000_000);
        this.seen = stamp();
        this.accounts = readAccounts();
        this.policies = readPolicies();
    }

    /**
     * The policy of that name, whatever the files say from now on; one that vanishes from the file lets nobody in.
     *
     * @throws IllegalArgumentException if there is none now
     */
    Admission named(String name) {
        InboundPolicy policy = policies.get(name);
        if (policy == null) {
            throw new IllegalArgumentException("There is no SIP policy " + name + " among "
                    + String.join(", ", new TreeMap<>(policies).keySet()) + where());
        }
        LOG.info("SIP policy {}: calls are taken from {}{}", name, policy.sentence(), accountsHint(policy));
        inForce.add(name);
        return new Current(name);
    }

    /** Whether a listener's policy has the address on its list. */
    boolean knows(InetAddress address) {
        InetSocketAddress source = new InetSocketAddress(address, 0);
        return inForce.stream()
                .map(policies::get)
                .anyMatch(policy -> policy != null && policy.admit(source) == Admission.Verdict.ADMIT);
    }

    /** Reads the files again if one of them is another than before. Called on one thread. */
    void reloadIfChanged() {
        String now = stamp();
        if (now.equals(seen)) {
            return;
        }
        seen = now;
        try {
            SipAccounts nextAccounts = readAccounts();
            policies = readPolicies();
            accounts = nextAccounts;
            LOG.info("The SIP policies were read again{}", where());
        } catch (IllegalArgumentException e) {
            LOG.error("The SIP policies stay as they were: {}", e.getMessage());
        }
    }

    private String accountsHint(InboundPolicy policy) {
        return policy.wantsPasswords() && accounts.count() == 0
                ? "; there are no accounts, so no password is right"
                : "";
    }

    private Map<String, InboundPolicy> readPolicies() {
        return file.map(f -> PolicyFile.read(f, passwords)).orElseGet(PolicyFile::builtIn);
    }

    private SipAccounts readAccounts() {
        return accountsFile.map(SipAccounts::read).orElse(SipAccounts.NONE);
    }

    private String where() {
        return file.map(f -> " of " + f).orElse("");
    }

    /** Size and time of every file that counts: what changes when one is edited, replaced or linked anew. */
    private String stamp() {
        StringBuilder stamp = new StringBuilder();
        Stream.concat(file.stream(), accountsFile.stream()).forEach(f -> stamp.append(stamp(f)));
        file.map(PolicyFile::carriers).filter(Files::isDirectory).ifPresent(folder -> {
            try (Stream<Path> carriers = Files.list(folder)) {
                carriers.sorted().forEach(f -> stamp.append(stamp(f)));
            } catch (IOException e) {
                stamp.append(e);
            }
        });
        return stamp.toString();
    }

    private static String stamp(Path file) {
        try {
            return file.getFileName() + " " + Files.size(file) + " " + Files.getLastModifiedTime(file) + "\n";
        } catch (IOException e) {
            return file.getFileName() + " away\n";
        }
    }

    /** Asks the policy that has the name now. */
    private final class Current implements Admission {

        private final String name;

        Current(String name) {
            this.name = name;
        }

        @Override
        public Verdict admit(InetSocketAddress source) {
            InboundPolicy policy = policies.get(name);
            return policy == null ? Verdict.IGNORE : policy.admit(source);
        }

        @Override
        public Screening screen(SipRequest request, InetSocketAddress source) {
            InboundPolicy policy = policies.get(name);
            return policy == null ? new Screening.Drop() : policy.screen(request, source);
        }

        @Override
        public boolean isOneParty(InetAddress one, InetAddress other) {
            InboundPolicy policy = policies.get(name);
            return policy != null && policy.isOneParty(one, other);
        }

        @Override
        public List<String> hostsOf(InetAddress address) {
            InboundPolicy policy = policies.get(name);
            return policy == null ? List.of() : policy.hostsOf(address);
        }
    }
}
