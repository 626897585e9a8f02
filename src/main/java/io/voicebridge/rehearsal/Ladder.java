package io.voicebridge.rehearsal;

import io.voicebridge.sip.SipHeader;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Draws a call as a sequence diagram. */
final class Ladder {

    private final LadderCanvas canvas;

    Ladder(Drawing drawing) {
        canvas = new LadderCanvas(drawing);
    }

    String draw(RehearsedCall call) {
        canvas.title("Customer: " + call.customer() + "   correlation " + call.correlation());
        call.journal().forEach(this::step);
        return canvas.toString();
    }

    private void step(Journal.Entry entry) {
        String time = String.format(Locale.ROOT, "%.2f", entry.atMs() / 1000.0);
        CallStep step = entry.step();
        if (step instanceof CallStep.VariablesSet set) {
            canvas.five9Does(time, "Set Variable: " + set.module());
        } else if (step instanceof CallStep.QuerySent query) {
            canvas.five9ToBridge(time, query.method() + " " + path(query.url()));
            canvas.detail(query.body());
        } else if (step instanceof CallStep.QueryAnswered answer) {
            queryAnswered(time, answer);
        } else if (step instanceof CallStep.QueryFailed failed) {
            canvas.five9Does(time, "Query failed: " + failed.detail());
        } else if (step instanceof CallStep.TransferDialled dialled) {
            canvas.five9ToBridge(time, "INVITE " + dialled.number());
            headers(dialled.headers());
            dialled.notes().forEach(canvas::detail);
        } else if (step instanceof CallStep.TransferAnswered answered) {
            canvas.bridgeToFive9(time, "200 OK in " + answered.tookMs() + " ms");
        } else if (step instanceof CallStep.Said said) {
            said(time, said);
        } else if (step instanceof CallStep.TransferEnded ended) {
            transferEnded(time, ended.end());
        } else {
            routing(time, step);
        }
    }

    private void queryAnswered(String time, CallStep.QueryAnswered answer) {
        canvas.bridgeToFive9(time, answer.status() + " in " + answer.tookMs() + " ms");
        values(answer.assigned());
        if (answer.assigned().isEmpty()) {
            canvas.detail(answer.body());
        }
    }

    private void said(String time, CallStep.Said said) {
        switch (said.speaker()) {
            case AGENT -> canvas.agentSays(time, said.text());
            case CUSTOMER -> canvas.customerSays(time, said.text());
        }
    }

    private void transferEnded(String time, TransferEnd end) {
        if (end instanceof TransferEnd.Returned returned) {
            canvas.bridgeToFive9(time, "BYE");
            headers(returned.headers().stream()
                    .filter(header -> header.name().toLowerCase(Locale.ROOT).startsWith("x-"))
                    .toList());
        } else if (end instanceof TransferEnd.CustomerHungUp) {
            canvas.five9ToBridge(time, "BYE, because the customer hung up");
        } else if (end instanceof TransferEnd.NotReached failed) {
            canvas.bridgeToFive9(time, failed.status() + " " + failed.detail());
        } else if (end instanceof TransferEnd.Broken broken) {
            canvas.five9Does(time, "the leg broke: " + broken.detail());
        }
    }

    private void routing(String time, CallStep step) {
        if (step instanceof CallStep.CaseTaken taken) {
            String way = taken.matched() ? ", so: " : ", which no branch names: ";
            canvas.five9Does(time, "Case: " + taken.seen() + way + taken.target());
        } else if (step instanceof CallStep.PassedOver other) {
            canvas.five9Does(time, other.kind() + ": " + other.module() + " (passed over)");
        } else if (step instanceof CallStep.Queued queued) {
            canvas.five9Does(time, "Skill Transfer to " + queued.skill() + ": an agent takes the call and sees");
            values(queued.screenPop());
        } else if (step instanceof CallStep.SkillUnknown unknown) {
            canvas.five9Does(time, "Skill Transfer: nobody has the skill '" + unknown.skill() + "'");
        } else if (step instanceof CallStep.Disposed disposed) {
            canvas.five9Does(time, "Hangup with disposition: " + disposed.disposition());
        } else {
            secondLeg(time, step);
        }
    }

    private void secondLeg(String time, CallStep step) {
        if (step instanceof CallStep.InboundCalled called) {
            canvas.bridgeToFive9(time, "second leg: INVITE " + called.number() + " from " + called.ani());
            headers(called.headers());
        } else if (step instanceof CallStep.PersonHeard heard) {
            String words = heard.text().isBlank() ? heard.ms() + " ms of speech" : "\"" + heard.text() + "\"";
            canvas.bridgeToFive9(time, "second leg: the person hears " + words);
        } else if (step instanceof CallStep.PersonSaid said) {
            canvas.five9ToBridge(time, "second leg: \"" + said.text() + "\"");
        } else if (step instanceof CallStep.Joined) {
            canvas.five9Does(time, "The customer hears the person");
        } else if (step instanceof CallStep.InboundEnded ended) {
            canvas.five9Does(time, "The second leg is over: " + ended.by() + " hung up");
        }
    }

    private static String path(String url) {
        int host = url.indexOf("://");
        int slash = host < 0 ? -1 : url.indexOf('/', host + 3);
        return slash < 0 ? url : url.substring(slash);
    }

    private void headers(List<SipHeader> headers) {
        headers.forEach(header -> canvas.detail(header.name() + ": " + header.value()));
    }

    private void values(Map<String, String> values) {
        new TreeMap<>(values).forEach((name, value) -> {
            if (!value.isEmpty()) {
                canvas.detail(name + " = " + value);
            }
        });
    }
}
