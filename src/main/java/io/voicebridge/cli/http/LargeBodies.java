package io.voicebridge.cli.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

/**
 * Lets whoever has a good key send more than others may: a configuration is larger than any other body. The key is asked
 * for before the body is read, so that a stranger cannot fill the memory; for strangers the limit of all others holds.
 */
public final class LargeBodies {

    private static final String IMPORT = "/api/v1/config/import";

    /** Set if the request has a good key. */
    private static final String ADMITTED = "largeBody";

    private final Authentication authentication;
    private final ContractEngine engine;
    private final BodyHandler reader = BodyHandler.create(false).setBodyLimit(YamlText.MAX_BYTES);

    public LargeBodies(Authentication authentication, ContractEngine engine) {
        this.authentication = authentication;
        this.engine = engine;
    }

    /** @param router the one that the server asks first */
    public void takeOn(Router router) {
        router.post(IMPORT).order(-1).handler(this::admit).handler(this::read).handler(this::serve);
    }

    /** On the event loop; looks the key up on a worker. */
    private void admit(RoutingContext request) {
        HttpServerRequest http = request.request();
        http.pause();
        request.vertx()
                .executeBlocking(
                        () -> authentication.isGood(
                                http::getHeader, http.remoteAddress().hostAddress()),
                        false)
                .onComplete(checked -> {
                    request.put(ADMITTED, checked.succeeded() && checked.result());
                    http.resume();
                    request.next();
                });
    }

    private void read(RoutingContext request) {
        if (request.<Boolean>get(ADMITTED)) {
            reader.handle(request);
        } else {
            request.next();
        }
    }

    /** Not by Camel's router: its own reader of bodies begins anew, which a request of HTTP/2 that was read refuses. */
    private void serve(RoutingContext request) {
        if (request.<Boolean>get(ADMITTED)) {
            engine.serve(request);
        } else {
            request.next();
        }
    }
}
