package io.voicebridge.conversation.diagnosis;

import java.util.List;
import java.util.Optional;

/** The rules in the order in which they are asked: the first that knows the trouble tells it. Stateless. */
public final class CallRules {

    /** Of a line, as it is kept. */
    public static final int LONGEST = 300;

    static final List<CallRule> RULES = List.of(
            new Interrupted(),
            new NeverAnswered(),
            new BrokeOff(),
            new AgentFailed(),
            new NothingHeard(),
            new NothingSent(),
            new HungUpAtOnce(),
            new SilentCaller(),
            new OutcomeMissing(),
            new OutcomeLate(),
            new HeadersDropped(),
            new SeveralFit(),
            new AskedForAnother(),
            new NobodyAsked(),
            new ToldPending(),
            new TransferRefused(),
            new VariableMissing(),
            new CheckpointOnly(),
            new NoSummary(),
            new AsExpected());

    private CallRules() {}

    public static String diagnose(Evidence call) {
        String line = RULES.stream()
                .map(rule -> rule.explain(call))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse("");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + '…';
    }
}
