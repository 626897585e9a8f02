package io.voicebridge.cli.console;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Tells the browser where the packages are that the console's modules import by name (HTML, import maps). The packages
 * are WebJars; the version that a path holds is the one on the class path, so that a file of it never changes.
 *
 * @param imports path by bare name, and by name with a slash for all that begins so
 */
record ImportMap(Map<String, String> imports) {

    /** Package, its WebJar, and the module that the bare name means. */
    private record Library(String name, String webJar, String entry) {}

    private static final Library[] LIBRARIES = {
        new Library("lit", "lit", "index.js"),
        new Library("lit-html", "lit-html", "lit-html.js"),
        new Library("lit-element", "lit-element", "index.js"),
        new Library("@lit/reactive-element", "lit__reactive-element", "reactive-element.js")
    };

    /** @param root path under which the WebJars are served */
    static ImportMap of(String root) throws IOException {
        Map<String, String> imports = new TreeMap<>();
        for (Library library : LIBRARIES) {
            String folder = root + '/' + library.webJar() + '/' + version(library.webJar()) + '/';
            imports.put(library.name(), folder + library.entry());
            imports.put(library.name() + '/', folder);
        }
        return new ImportMap(imports);
    }

    /** As JSON, with a fixed order. */
    String json() {
        StringBuilder json = new StringBuilder("{\"imports\":{");
        imports.forEach((name, path) -> json.append(json.charAt(json.length() - 1) == '{' ? "" : ",")
                .append('"')
                .append(name)
                .append("\":\"")
                .append(path)
                .append('"'));
        return json.append("}}").toString();
    }

    /** The path of what a module names that is no path itself. */
    String resolve(String name) {
        String path = imports.get(name);
        if (path != null) {
            return path;
        }
        return imports.entrySet().stream()
                .filter(each -> each.getKey().endsWith("/") && name.startsWith(each.getKey()))
                .map(each -> each.getValue() + name.substring(each.getKey().length()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No package of the import map has " + name));
    }

    private static String version(String webJar) throws IOException {
        String path = "META-INF/maven/org.webjars.npm/" + webJar + "/pom.properties";
        try (InputStream in = ImportMap.class.getClassLoader().getResourceAsStream(path)) {
            if (in == null) {
                throw new IOException("The WebJar " + webJar + " is not on the class path");
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        }
    }
}
