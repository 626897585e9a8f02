package io.voicebridge.component.sip;

import io.voicebridge.sip.auth.DigestAlgorithm;
import io.voicebridge.sip.transport.MessageRates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.spi.Metadata;
import org.apache.camel.support.DefaultComponent;

/** The options of the component that say who may call, and how much. */
public abstract class SipAccessOptions extends DefaultComponent {

    @Metadata(
            label = "security",
            description = "YAML file of policies that say who may call, beside a folder named carriers with addresses. "
                    + "Without one this machine and private networks may call, and nobody else gets an answer")
    private String policies = "";

    @Metadata(label = "security", defaultValue = "default", description = "Name of the policy that holds")
    private String policy = Policies.DEFAULT;

    @Metadata(
            label = "security",
            description = "Properties file of users and passwords of those who call with digest authentication")
    private String accounts = "";

    @Metadata(
            label = "security",
            defaultValue = "voice-bridge",
            description = "Realm shown to those who need a password")
    private String realm = "voice-bridge";

    @Metadata(
            label = "security",
            defaultValue = "60",
            description = "Seconds for which a nonce of digest authentication can be used")
    private int nonceSeconds = 60;

    @Metadata(
            label = "security",
            defaultValue = "SHA-256,MD5",
            description = "Hashes of digest authentication, in the order in which they are offered. "
                    + "Some older phones look at the first one only and know nothing but MD5")
    private String digestAlgorithms = "SHA-256,MD5";

    @Metadata(
            label = "security",
            defaultValue = "5000",
            description = "SIP messages a second of one known source, twice that at once; 0 for no limit. "
                    + "More is answered 503, and then not at all")
    private int messagesPerSource = 5000;

    @Metadata(
            label = "security",
            defaultValue = "20",
            description = "The same of one source that is on no list; addresses of an IPv6 /64 are one source")
    private int messagesPerStranger = 20;

    @Metadata(
            label = "security",
            defaultValue = "20000",
            description = "SIP messages a second of all known sources; 0 for no limit. More is answered 503")
    private int messagesTotal = 20_000;

    @Metadata(
            label = "security",
            defaultValue = "1000",
            description = "The same of all sources that are on no list; more gets no answer")
    private int strangersTotal = 1000;

    @Metadata(
            label = "security",
            defaultValue = "0",
            description = "New calls a second, twice that at once; 0 for no limit. One more is answered 503")
    private int callsPerSecond;

    Policies readPolicies() {
        return new Policies(path(policies), path(accounts), realm, Duration.ofSeconds(nonceSeconds), algorithms());
    }

    private List<DigestAlgorithm> algorithms() {
        return Stream.of(digestAlgorithms.split(","))
                .map(String::trim)
                .filter(name -> !name.isEmpty())
                .map(name -> DigestAlgorithm.of(name)
                        .orElseThrow(() -> new IllegalArgumentException("digestAlgorithms names '" + name
                                + "', which is none of MD5, SHA-256 and SHA-512-256")))
                .toList();
    }

    MessageRates rates() {
        return new MessageRates(messagesPerSource, messagesPerStranger, messagesTotal, strangersTotal);
    }

    private static Optional<Path> path(String text) {
        return Optional.ofNullable(text)
                .map(String::trim)
                .filter(trimmed -> !trimmed.isEmpty())
                .map(Path::of);
    }

    public String getPolicies() {
        return policies;
    }

    public void setPolicies(String policies) {
        this.policies = policies;
    }

    public String getPolicy() {
        return policy;
    }

    public void setPolicy(String policy) {
        this.policy = policy;
    }

    public String getAccounts() {
        return accounts;
    }

    public void setAccounts(String accounts) {
        this.accounts = accounts;
    }

    public String getRealm() {
        return realm;
    }

    public void setRealm(String realm) {
        this.realm = realm;
    }

    public String getDigestAlgorithms() {
        return digestAlgorithms;
    }

    public void setDigestAlgorithms(String digestAlgorithms) {
        this.digestAlgorithms = digestAlgorithms;
    }

    public int getNonceSeconds() {
        return nonceSeconds;
    }

    public void setNonceSeconds(int nonceSeconds) {
        this.nonceSeconds = nonceSeconds;
    }

    public int getMessagesPerSource() {
        return messagesPerSource;
    }

    public void setMessagesPerSource(int messagesPerSource) {
        this.messagesPerSource = messagesPerSource;
    }

    public int getMessagesPerStranger() {
        return messagesPerStranger;
    }

    public void setMessagesPerStranger(int messagesPerStranger) {
        this.messagesPerStranger = messagesPerStranger;
    }

    public int getMessagesTotal() {
        return messagesTotal;
    }

    public void setMessagesTotal(int messagesTotal) {
        this.messagesTotal = messagesTotal;
    }

    public int getStrangersTotal() {
        return strangersTotal;
    }

    public void setStrangersTotal(int strangersTotal) {
        this.strangersTotal = strangersTotal;
    }

    public int getCallsPerSecond() {
        return callsPerSecond;
    }

    public void setCallsPerSecond(int callsPerSecond) {
        this.callsPerSecond = callsPerSecond;
    }
}
