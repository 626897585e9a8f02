package io.voicebridge.cli.trunk;

import io.netty.util.NetUtil;
import io.voicebridge.cli.agent.LimitedClient;
import io.voicebridge.cli.call.SipPeers;
import io.voicebridge.component.sip.SipComponent;
import io.voicebridge.trunk.Trunks;
import java.net.InetAddress;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/** Binds what the routes of trunks call. */
public final class TrunkBeans {

    private static final int LARGEST_ANSWER = 1024 * 1024;
    private static final int REQUESTS_AT_A_TIME = 16;

    private TrunkBeans() {}

    /** Binds {@code trunks}, {@code trunkDesk}, {@code trunkWatch} and {@code carrierClient}. */
    public static void bind(CamelContext context, Trunks.Means means) {
        Registry registry = context.getRegistry();
        Duration longest = Duration.ofSeconds(
                Long.parseLong(context.resolvePropertyPlaceholders("{{bridge.trunks.request-seconds:20}}")
                        .strip()));
        LimitedClient client =
                new LimitedClient(longest, REQUESTS_AT_A_TIME, LARGEST_ANSWER, SystemDefaultDnsResolver.INSTANCE);
        registry.bind("carrierClient", LimitedClient.class, client, null, "close");
        CarrierApis apis = new CarrierApis(
                context,
                means.json(),
                context.resolvePropertyPlaceholders("{{bridge.trunks.twilio.api-url:https://api.twilio.com}}"),
                client);
        Trunks trunks = new Trunks(
                means,
                apis,
                new HerePremises(
                        address -> isAdmitted(context, address),
                        !context.resolvePropertyPlaceholders("{{bridge.sips.certificate:}}")
                                .isBlank(),
                        context.resolvePropertyPlaceholders("{{bridge.rtp.srtp:allow}}")
                                .strip(),
                        () -> registry.lookupByNameAndType("sipPeers", SipPeers.class)
                                .configured()));
        registry.bind("trunks", trunks);
        registry.bind("trunksPart", trunks.bundlePart());
        registry.bind(
                "trunkWatch",
                new TrunkWatch(trunks::applied, standing -> trunks.drift(standing.tenantId(), standing.id())));
        registry.bind("trunkDesk", new TrunkDesk(trunks));
    }

    private static boolean isAdmitted(CamelContext context, String address) {
        InetAddress parsed = NetUtil.createInetAddressFromIpAddressString(address);
        return parsed != null && context.getComponent("sip", SipComponent.class).admits(parsed);
    }
}
