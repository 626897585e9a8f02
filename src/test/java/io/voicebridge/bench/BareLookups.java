package io.voicebridge.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;

/**
 * The peer of a look-up: a bare handler of the HTTP server that the bridge runs on, with the same read by JDBC from the
 * same table with as many connections, and an answer of the same fields. No routes, no key, no rate, no format but one, no
 * timeline, no metrics.
 *
 * <p>{@code BareLookups jdbc:… user tenant file}: writes its port to the file.
 */
public final class BareLookups {

    private static final int WORKERS = 64;
    private static final int CONNECTIONS = 16;

    private static final String READ = "select c.id, c.correlation, c.state, c.started_at, c.ended_at, c.ended_by,"
            + " c.answered_at, c.revision, c.told_revision, c.final_outcome, r.conversation_id, r.registered_at,"
            + " o.outcome, o.route_type, o.route_value, o.route_reason, o.summary, o.intent, o.dnc, o.callback_at,"
            + " o.consent from conversation c"
            + " left join call_registration r on r.tenant_id = c.tenant_id and r.correlation = c.correlation"
            + " left join outcome_revision o on o.conversation_id = c.id and o.revision = c.revision"
            + " where c.tenant_id = ? and c.correlation = ? order by c.id desc fetch first 10 rows only";

    private BareLookups() {}

    public static void main(String[] args) {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(args[0]);
        pool.setUsername(args[1]);
        pool.setMaximumPoolSize(CONNECTIONS);
        pool.setAutoCommit(false);
        HikariDataSource database = new HikariDataSource(pool);
        Vertx vertx = Vertx.vertx(new VertxOptions().setWorkerPoolSize(WORKERS));
        vertx.createHttpServer()
                .requestHandler(request -> vertx.executeBlocking(() -> read(database, args[2], request), false)
                        .onSuccess(body -> request.response()
                                .putHeader("Content-Type", "application/json;charset=UTF-8")
                                .putHeader("Cache-Control", "no-store")
                                .end(body))
                        .onFailure(
                                failure -> request.response().setStatusCode(500).end(failure.toString())))
                .listen(0, "127.0.0.1")
                .compose(server -> vertx.fileSystem().writeFile(args[3], Buffer.buffer("" + server.actualPort())));
    }

    private static String read(DataSource database, String tenant, HttpServerRequest request) throws SQLException {
        String correlation = request.getParam("correlation");
        try (Connection connection = database.getConnection();
                PreparedStatement read = connection.prepareStatement(READ)) {
            read.setString(1, tenant);
            read.setString(2, correlation);
            try (ResultSet found = read.executeQuery()) {
                String answer = found.next() ? answer(found) : "{\"status\":\"not_found\"}";
                connection.commit();
                return answer;
            }
        }
    }

    private static String answer(ResultSet found) throws SQLException {
        Instant answered = found.getTimestamp("answered_at").toInstant();
        Instant ended = found.getTimestamp("ended_at").toInstant();
        StringBuilder text = new StringBuilder("{\"status\":\"ready\"");
        for (String name : new String[] {
            "correlation",
            "outcome",
            "route_type",
            "route_value",
            "route_reason",
            "summary",
            "intent",
            "callback_at",
            "consent",
            "ended_by",
            "id"
        }) {
            text.append(",\"")
                    .append(name)
                    .append("\":\"")
                    .append(found.getString(name))
                    .append('"');
        }
        return text.append(",\"dnc\":\"")
                .append(found.getBoolean("dnc"))
                .append("\",\"duration_s\":\"")
                .append(Duration.between(answered, ended).toSeconds())
                .append("\",\"error\":\"\"}")
                .toString();
    }
}
