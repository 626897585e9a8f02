package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Navigate;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BridgeContextTest {

    private final BridgeContext context = new BridgeContext();

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void aRouteReplacesTheOneOfTheSameId() throws Exception {
        context.addRoutes(answering("first"));
        context.start();

        context.addRoutes(answering("second"));

        assertThat(context.getRoutesSize()).isEqualTo(1);
        assertThat(context.createProducerTemplate().requestBody("direct:in", "", String.class))
                .isEqualTo("second");
    }

    @Test
    void aRouteThatComesNewLooksIntoNoOther() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        context.start();
        context.addRoutes(route("direct:one", "one", new Watched(looks)));
        int before = looks.get();

        context.addRoutes(route("direct:two", "two", exchange -> {}));

        assertThat(looks).hasValue(before);
    }

    @Test
    void aRouteThatIsNotThereIsNotRemoved() throws Exception {
        context.start();

        assertThat(context.removeRoute("nowhere")).isFalse();
    }

    private static RouteBuilder answering(String answer) {
        return route("direct:in", "answer", exchange -> exchange.getMessage().setBody(answer));
    }

    private static RouteBuilder route(String uri, String id, Processor step) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId(id).process(step);
            }
        };
    }

    /** A step that counts how often somebody looks for what is below it. */
    private static final class Watched extends DelegateAsyncProcessor implements Navigate<Processor> {

        private final AtomicInteger looks;

        Watched(AtomicInteger looks) {
            super((Processor) exchange -> {});
            this.looks = looks;
        }

        @Override
        public boolean hasNext() {
            looks.incrementAndGet();
            return super.hasNext();
        }
    }
}
