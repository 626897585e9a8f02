package io.voicebridge.cli.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * The console's own style sheets and modules, as they were when the bridge started. Their version is a digest of all of them and stands
 * in their path, so that a browser may keep each for good and never mixes those of two bridges. Thread-safe.
 */
final class ConsoleFiles {

    private static final String FOLDER = "console/";
    private static final List<String> SERVED = List.of("css/", "js/");
    private static final int VERSION_LENGTH = 12;

    private final Map<String, byte[]> files;
    private final Map<String, byte[]> compressed = new ConcurrentHashMap<>();
    private final String version;

    private ConsoleFiles(Map<String, byte[]> files) {
        this.files = files;
        this.version = digest(files);
    }

    /** @throws IOException if the console is not on the class path */
    static ConsoleFiles read() throws IOException {
        URL document = ConsoleFiles.class.getClassLoader().getResource(FOLDER + "index.html");
        if (document == null) {
            throw new IOException("The console is not on the class path");
        }
        return new ConsoleFiles(document.getProtocol().equals("jar") ? inJar(document) : inFolder(document));
    }

    private static Map<String, byte[]> inJar(URL document) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        JarURLConnection connection = (JarURLConnection) document.openConnection();
        for (var entries = connection.getJarFile().entries(); entries.hasMoreElements(); ) {
            var entry = entries.nextElement();
            if (entry.getName().startsWith(FOLDER) && !entry.isDirectory()) {
                try (InputStream in = connection.getJarFile().getInputStream(entry)) {
                    keep(files, entry.getName().substring(FOLDER.length()), in.readAllBytes());
                }
            }
        }
        return files;
    }

    private static Map<String, byte[]> inFolder(URL document) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        Path folder = Path.of(URI.create(document.toString())).getParent();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                keep(files, folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
        return files;
    }

    private static void keep(Map<String, byte[]> files, String path, byte[] content) {
        if (SERVED.stream().anyMatch(path::startsWith)) {
            files.put(path, content);
        }
    }

    private static String digest(Map<String, byte[]> files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            files.forEach((path, content) -> {
                digest.update(path.getBytes(StandardCharsets.UTF_8));
                digest.update(content);
            });
            return HexFormat.of().formatHex(digest.digest()).substring(0, VERSION_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    String version() {
        return version;
    }

    /** @param path such as {@code js/main.js}; what is not the name of a file is nothing */
    Optional<byte[]> content(String path) {
        return Optional.ofNullable(files.get(path));
    }

    /** The content in the coding {@code gzip} (RFC 9110 8.4.1.3), made when it is first asked for. */
    Optional<byte[]> compressed(String path) {
        return content(path).map(content -> compressed.computeIfAbsent(path, asked -> gzip(content)));
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException("Memory can always be written to", e);
        }
        return out.toByteArray();
    }
}
