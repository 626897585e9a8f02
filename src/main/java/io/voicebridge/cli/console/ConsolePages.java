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
import java.util.Optional;

/**
 * Serves the console: its own modules, the libraries that they import, and for every other path below {@code /console/}
 * the document in which the browser finds its way. Knows no key and no row: all that the pages show they ask
 * {@code /api/v1} for. Runs on the event loops.
 */
public final class ConsolePages {

    private static final String ROOT = "/console";
    private static final String LIBRARIES = ROOT + "/lib";
    private static final String WEB_JARS = "META-INF/resources/webjars";

    /** The path of every file holds the version of it, so another file has another path. */
    private static final String FOR_GOOD = "public, max-age=31536000, immutable";

    private final ConsoleFiles files;
    private final String own;
    private final ConsoleShell shell;

    /** @throws IOException if a part of the console is not on the class path */
    public ConsolePages() throws IOException {
        files = ConsoleFiles.read();
        own = ROOT + "/files/" + files.version();
        shell = ConsoleShell.load(files, own, LIBRARIES, WEB_JARS);
    }

    /** @param router the one that the server asks first */
    public void serveOn(Router router) {
        gets(router, ROOT).handler(ConsolePages::lead);
        gets(router, ROOT + "/*").handler(this::protect);
        gets(router, LIBRARIES + "/*")
                .handler(request -> {
                    request.response().putHeader("Cache-Control", FOR_GOOD);
                    request.next();
                })
                .handler(StaticHandler.create(FileSystemAccess.RELATIVE, WEB_JARS));
        gets(router, own + "/*").handler(this::file);
        gets(router, ROOT + "/*").handler(this::page);
    }

    private void file(RoutingContext request) {
        String asked = request.normalizedPath();
        String path = asked.startsWith(own + '/') ? asked.substring(own.length() + 1) : "";
        boolean gzip = request.parsedHeaders().acceptEncoding().stream()
                .anyMatch(coding -> coding.value().equals("gzip") && coding.weight() > 0);
        Optional<byte[]> content = gzip ? files.compressed(path) : files.content(path);
        if (content.isEmpty()) {
            request.fail(404);
            return;
        }
        HttpServerResponse response = request.response()
                .putHeader("Content-Type", type(path))
                .putHeader("Cache-Control", FOR_GOOD)
                .putHeader("Vary", "Accept-Encoding");
        if (gzip) {
            response.putHeader("Content-Encoding", "gzip");
        }
        answer(request, content.get());
    }

    private static String type(String path) {
        return switch (path.substring(path.lastIndexOf('.') + 1)) {
            case "js" -> "text/javascript;charset=UTF-8";
            case "css" -> "text/css;charset=UTF-8";
            case "svg" -> "image/svg+xml";
            default -> "application/octet-stream";
        };
    }

    private static void answer(RoutingContext request, byte[] content) {
        if (request.request().method() == HttpMethod.HEAD) {
            request.response()
                    .putHeader("Content-Length", Integer.toString(content.length))
                    .end();
        } else {
            request.response().end(Buffer.buffer(content));
        }
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
        request.response().putHeader("Content-Type", "text/html;charset=UTF-8").putHeader("Cache-Control", "no-cache");
        answer(request, shell.html());
    }
}
