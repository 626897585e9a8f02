package io.voicebridge.cli;

import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.slf4j.MDC;

/**
 * While a step of a route works on a conversation, what it logs carries the conversation's id: {@value #KEY} of the MDC. Camel's
 * own logging by MDC copies all of it for each exchange; this sets one word around each step, on the step's own thread.
 */
final class ConversationLogging implements InterceptStrategy {

    static final String KEY = "conversationId";

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode step, Processor target, Processor nextTarget) {
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                String id = exchange.getVariable(KEY, String.class);
                if (id == null || id.isEmpty()) {
                    return super.process(exchange, callback);
                }
                String before = MDC.get(KEY);
                MDC.put(KEY, id);
                try {
                    return super.process(exchange, callback);
                } finally {
                    if (before == null) {
                        MDC.remove(KEY);
                    } else {
                        MDC.put(KEY, before);
                    }
                }
            }
        };
    }
}
