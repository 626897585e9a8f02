package io.voicebridge.component.sip;

import io.voicebridge.sip.ListenerState;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Readiness of a route at {@code sip:calls}: UP while every listener is open. Not part of liveness: calls go on. */
final class SipHealth extends AbstractHealthCheck {

    private final Supplier<List<ListenerState>> listeners;

    /** @param listeners empty if SIP is not served */
    SipHealth(String routeId, Supplier<List<ListenerState>> listeners) {
        super("camel", "consumer:" + routeId);
        this.listeners = listeners;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        List<ListenerState> states = listeners.get();
        states.forEach(each -> builder.detail("listener." + each.name() + "." + each.transport(), text(each)));
        String closed = states.stream()
                .filter(each -> !each.open())
                .map(each -> each.name() + " " + text(each))
                .collect(Collectors.joining(", "));
        if (states.isEmpty()) {
            builder.down().message("SIP is not served");
        } else if (closed.isEmpty()) {
            builder.up();
        } else {
            builder.down().message("Closed although it should listen: " + closed);
        }
    }

    private static String text(ListenerState listener) {
        return listener.transport() + " " + SipBinding.text(listener.address());
    }
}
