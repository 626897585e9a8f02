package io.voicebridge.cli.console;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which modules one needs before it runs. The document names them all, so that a browser fetches them at once, and not each
 * only when another has come that imports it (HTML, {@code modulepreload}).
 */
final class ModuleGraph {

    private static final Pattern IMPORTED = Pattern.compile("\\b(?:from|import)\\s*[\"']([^\"']+)[\"']");

    /** Where the text of a module is. */
    interface Modules {
        InputStream open(String path) throws IOException;
    }

    private final ImportMap names;
    private final Modules modules;

    ModuleGraph(ImportMap names, Modules modules) {
        this.names = names;
        this.modules = modules;
    }

    /** The module, and all that it imports, directly or not; those that come first are needed by the module itself. */
    Set<String> from(String entry) throws IOException {
        Set<String> found = new LinkedHashSet<>(Set.of(entry));
        Deque<String> open = new ArrayDeque<>(found);
        while (!open.isEmpty()) {
            String path = open.poll();
            Matcher imported = IMPORTED.matcher(text(path));
            while (imported.find()) {
                String needed = resolve(path, imported.group(1));
                if (found.add(needed)) {
                    open.add(needed);
                }
            }
        }
        return found;
    }

    private String resolve(String from, String name) {
        return name.startsWith(".") ? URI.create(from).resolve(name).toString() : names.resolve(name);
    }

    private String text(String path) throws IOException {
        try (InputStream in = modules.open(path)) {
            if (in == null) {
                throw new IOException("There is no module " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
