package io.voicebridge.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;
import org.apache.camel.main.Main;
import org.flywaydb.core.Flyway;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.SharedEntityManagerCreator;

/**
 * The peer of a start: a plain Camel application of the bridge's size. As many routes, uses of kamelets and HTTP operations, all in
 * YAML; the same libraries, rows, migrations, metrics and log; and nothing else. It does things one after the other, as Camel's
 * guides have it.
 *
 * <p>{@code BareCamel write routes kamelets operations} writes its routes into {@code bridge.home}; {@code BareCamel serve} starts
 * it and writes its port to {@code runtime.json} in {@code BRIDGE_DATA_DIR} when it serves; {@code BareCamel prepare} starts and
 * ends it.
 */
public final class BareCamel {

    private static final int CONNECTIONS = 16;

    private BareCamel() {}

    public static void main(String[] args) throws Exception {
        Path home = Path.of(System.getProperty("bridge.home"));
        switch (args[0]) {
            case "write" ->
                BareRoutes.write(home, Integer.parseInt(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]));
            case "prepare" ->
                start(home, Files.createTempDirectory(home, "prepare")).stop();
            default -> serve(home, Path.of(System.getenv("BRIDGE_DATA_DIR")));
        }
    }

    private static void serve(Path home, Path data) throws Exception {
        Main main = start(home, data);
        Runtime.getRuntime().addShutdownHook(new Thread(main::stop));
        String port = main.getCamelContext().resolvePropertyPlaceholders("{{camel.server.port}}");
        Files.move(Files.writeString(data.resolve("runtime.tmp"), port), data.resolve("runtime.json"));
        System.gc(); // as the bridge does
        Thread.currentThread().join();
    }

    private static Main start(Path home, Path data) throws Exception {
        Main main = new Main();
        int port = freePort();
        main.addOverrideProperty("bridge.home", home.toString());
        main.addOverrideProperty("camel.server.port", Integer.toString(port));
        main.addOverrideProperty("camel.management.port", Integer.toString(freePort()));
        main.setPropertyPlaceholderLocations("file:" + home.resolve("application.properties"));
        main.configure().setBasePackageScanEnabled(false);
        bindStorage(main, data);
        main.bind("work", new Work());
        main.bind(PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME, new Engine(port));
        main.start();
        return main;
    }

    private static void bindStorage(Main main, Path data) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:h2:file:" + data.toAbsolutePath().resolve("bare")
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0");
        config.setUsername("sa");
        config.setPassword("");
        config.setMaximumPoolSize(CONNECTIONS);
        config.setAutoCommit(false);
        HikariDataSource pool = new HikariDataSource(config);
        Flyway.configure().dataSource(pool).outOfOrder(true).load().migrate();
        EntityManagerFactory unit =
                Persistence.createEntityManagerFactory("bridge", Map.of("jakarta.persistence.nonJtaDataSource", pool));
        main.bind("dataSource", pool);
        main.bind("entityManagerFactory", unit);
        main.bind("entityManager", SharedEntityManagerCreator.createSharedEntityManager(unit));
        main.bind("transactionManager", new JpaTransactionManager(unit));
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0)) {
            return any.getLocalPort();
        }
    }

    /** Which of the two servers, that for requests and that for operators, serves the routes. Camel 4.17 does not find out. */
    private static final class Engine extends VertxPlatformHttpEngine {

        private final int port;

        Engine(int port) {
            this.port = port;
        }

        @Override
        public int getServerPort() {
            return port;
        }
    }

    /** What the routes call. */
    public static final class Work {

        public void check(String operation) {
            if (operation.isEmpty()) {
                throw new IllegalArgumentException("no operation");
            }
        }

        public String answer(String operation) {
            return operation;
        }
    }
}
