package io.voicebridge.component.sip;

import io.voicebridge.sip.ListenerState;
import io.voicebridge.sip.transport.Admission;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.spi.annotations.DevConsole;
import org.apache.camel.support.console.AbstractDevConsole;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/**
 * Camel's developer console {@code sip}: listeners, messages by what was decided about their source, and the calls that
 * go on. It shows our own names of calls, and no number, header or word of anybody.
 */
@DevConsole(name = "sip", displayName = "SIP", description = "Listeners, messages and calls of the SIP component")
public class SipConsole extends AbstractDevConsole {

    private static final String NOT_SERVED = "SIP is not served: no route has started it.";

    public SipConsole() {
        super("camel", "sip", "SIP", "Listeners, messages and calls of the SIP component");
    }

    @Override
    protected String doCallText(Map<String, Object> options) {
        Optional<SipServer> server = server();
        if (server.isEmpty()) {
            return NOT_SERVED + "\n";
        }
        StringBuilder text = new StringBuilder("Listeners:\n");
        for (ListenerState each : server.get().listeners()) {
            line(text, "%s %s %s %s", each.name(), each.transport(), address(each), openness(each));
        }
        text.append("Messages:\n");
        for (Admission.Verdict verdict : Admission.Verdict.values()) {
            line(text, "%s %d", word(verdict), server.get().messages(verdict));
        }
        line(text.append("Calls: ").append(server.get().activeCalls()).append('\n'), "id seconds state");
        for (RoutedCall call : calls(server.get())) {
            line(text, "%s %d %s", call.id(), call.answeredMillis() / 1000, state(call));
        }
        return text.toString();
    }

    @Override
    protected Map<String, Object> doCallJson(Map<String, Object> options) {
        JsonObject root = new JsonObject();
        Optional<SipServer> server = server();
        root.put("served", server.isPresent());
        server.ifPresent(running -> {
            root.put("listeners", listeners(running));
            root.put("messages", messages(running));
            root.put("activeCalls", running.activeCalls());
            root.put("calls", describe(calls(running)));
        });
        return root;
    }

    private static JsonArray listeners(SipServer server) {
        JsonArray all = new JsonArray();
        for (ListenerState each : server.listeners()) {
            JsonObject listener = new JsonObject();
            listener.put("name", each.name());
            listener.put("transport", each.transport().name());
            listener.put("address", address(each));
            listener.put("open", each.open());
            all.add(listener);
        }
        return all;
    }

    private static JsonObject messages(SipServer server) {
        JsonObject counts = new JsonObject();
        for (Admission.Verdict verdict : Admission.Verdict.values()) {
            counts.put(word(verdict), server.messages(verdict));
        }
        return counts;
    }

    private static JsonArray describe(List<RoutedCall> calls) {
        JsonArray all = new JsonArray();
        for (RoutedCall each : calls) {
            JsonObject call = new JsonObject();
            call.put("id", each.id());
            call.put("seconds", each.answeredMillis() / 1000);
            call.put("state", state(each));
            all.add(call);
        }
        return all;
    }

    /** The longest first. */
    private static List<RoutedCall> calls(SipServer server) {
        return server.calls().all().stream()
                .sorted(Comparator.comparingLong(RoutedCall::answeredMillis)
                        .reversed()
                        .thenComparing(RoutedCall::id))
                .toList();
    }

    private static String state(RoutedCall call) {
        if (!call.leg().isUp()) {
            return "setting-up";
        }
        if (call.hasAgent()) {
            return "agent";
        }
        return call.leg().isBridged() ? "bridged" : "route";
    }

    private static String openness(ListenerState listener) {
        return listener.open() ? "open" : "closed";
    }

    private static String address(ListenerState listener) {
        return SipBinding.text(listener.address());
    }

    private static String word(Admission.Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append("    ").append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private Optional<SipServer> server() {
        SipComponent component = (SipComponent) getCamelContext().hasComponent("sip");
        return component == null ? Optional.empty() : component.server();
    }
}
