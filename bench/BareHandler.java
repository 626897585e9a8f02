import io.vertx.core.Vertx;

/** The floor for look-ups: the HTTP server that the bridge runs on, answering a constant of the same size. */
public class BareHandler {
    public static void main(String[] args) {
        String body = "{\"status\":\"not_found\",\"correlation\":\"bench-1\"}" + " ".repeat(350);
        Vertx.vertx()
                .createHttpServer()
                .requestHandler(request -> request.response()
                        .putHeader("Content-Type", "application/json")
                        .end(body))
                .listen(Integer.parseInt(args[0]), "127.0.0.1");
    }
}
