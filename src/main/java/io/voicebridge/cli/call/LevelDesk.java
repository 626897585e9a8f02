package io.voicebridge.cli.call;

import io.voicebridge.cli.http.Asked;
import io.voicebridge.component.sip.CallLevels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.Exchange;

/** Tells how loud the calls of a tenant are that this bridge has. Bean {@code levelDesk}. Asks no database; thread-safe. */
public final class LevelDesk {

    private final Supplier<List<CallLevels>> calls;

    public LevelDesk(Supplier<List<CallLevels>> calls) {
        this.calls = calls;
    }

    public Map<String, Object> show(Exchange exchange) {
        String tenant = new Asked(exchange).tenant();
        return Map.of(
                "items",
                calls.get().stream()
                        .filter(call -> tenant.equals(call.variables().get("tenantId")))
                        .map(LevelDesk::view)
                        .toList());
    }

    private static Map<String, Object> view(CallLevels call) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", String.valueOf(call.variables().get("conversationId")));
        view.put("caller_dbfs", call.callerDbfs());
        view.put("agent_dbfs", call.agentDbfs());
        return view;
    }
}
