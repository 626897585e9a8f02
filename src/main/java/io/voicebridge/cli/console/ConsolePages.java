package io.voicebridge.cli.console;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import java.io.IOException;

/**
 * Serves the console: its own modules, the libraries that they import, and for every other path below {@code /console/}
 * the document in which the browser finds its way. Knows no key and no row: all that the pages show they ask
 * {@code /api/v1} for. Runs on the event loops.
 */
public final class ConsolePages {

    private static final String ROOT = "/console";
    private static final String LIBRARIES = ROOT + "/lib";

    private final ConsoleShell shell;

    /** @throws IOException if a part of the console is not on the class path */
    public ConsolePages() throws IOException {
        shell = ConsoleShell.load(LIBRARIES);
    }

    /** @param router the one that the server asks first */
    public void serveOn(Router router) {
        gets(router, ROOT).handler(ConsolePages::lead);
        gets(router, ROOT + "/*").handler(this::protect);
        // A file of a library has its version in its path, one of ours has not.
        files(router, "/lib", "META-INF/resources/webjars", "public, max-age=31536000, immutable");
        files(router, "/css", "console/css", "no-cache");
        files(router, "/js", "console/js", "no-cache");
        gets(router, ROOT + "/*").handler(this::page);
    }

    /** @param folder on the class path */
    private static void files(Router router, String path, String folder, String caching) {
        gets(router, ROOT + path + "/*")
                .handler(request -> {
                    request.response().putHeader("Cache-Control", caching);
                    request.next();
                })
                .handler(StaticHandler.create(FileSystemAccess.RELATIVE, folder));
    }

    private static Route gets(Router router, String path) {
        return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD).order(-1);
    }

    /** Also asked for the path with the slash, which Vert.x takes for the same. */
    private static void lead(RoutingContext request) {
        if (request.request().path().equals(ROOT)) {
            request.response()
                    .setStatusCode(308)
                    .putHeader("Location", ROOT + '/')
                    .end();
        } else {
            request.next();
        }
    }

    private void protect(RoutingContext request) {
        request.response()
                .putHeader("Content-Security-Policy", shell.policy())
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
        request.next();
    }

    /** What has a dot in its last part is a file, and no file was found. */
    private void page(RoutingContext request) {
        String path = request.normalizedPath();
        if (path.indexOf('.', path.lastIndexOf('/')) >= 0) {
            request.response().headers().remove("Cache-Control");
            request.fail(404);
            return;
        }
        HttpServerResponse response = request.response()
                .putHeader("Content-Type", "text/html;charset=UTF-8")
                .putHeader("Cache-Control", "no-cache");
        if (request.request().method() == HttpMethod.HEAD) {
            response.end();
        } else {
            response.end(Buffer.buffer(shell.html()));
        }
    }
}
