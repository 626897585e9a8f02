package io.voicebridge.rehearsal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads a Query module of an export. */
final class ExportQuery {

    private static final int MAX_GROUPS = 50;

    private final ExportModules modules;
    private final XmlNode data;
    private final int defaultTimeoutSeconds;

    ExportQuery(ExportModules modules, XmlNode data, int defaultTimeoutSeconds) {
        this.modules = modules;
        this.data = data;
        this.defaultTimeoutSeconds = defaultTimeoutSeconds;
    }

    IvrModule.Query read(String name, Optional<String> next, Optional<String> onFailure) {
        String method = data.word("method").orElse("GET");
        if (!method.equals("GET") && !method.equals("POST")) {
            data.child("method").fault("must be GET or POST, not " + method);
        }
        return new IvrModule.Query(
                name,
                method,
                Template.literal(data.text("url").strip()),
                templates("parameters"),
                templates("headers"),
                method.equals("POST") ? body() : Optional.empty(),
                profile(),
                Duration.ofSeconds(data.number("fetchTimeout", defaultTimeoutSeconds, 1, 60)),
                responses(),
                Optional.empty(),
                next,
                onFailure);
    }

    private Map<String, Template> templates(String tag) {
        Map<String, Template> templates = new LinkedHashMap<>();
        for (XmlNode entry : data.child(tag).children("entry")) {
            templates.put(entry.text("key").strip(), modules.template(entry.child("value")));
        }
        return Collections.unmodifiableMap(templates);
    }

    private Optional<Template> body() {
        XmlNode info = data.child("requestInfo");
        String text = ExportValues.unpacked(info.child("template").child("base64"));
        SortedMap<Integer, List<String>> variables = new TreeMap<>();
        for (XmlNode replacement : info.children("replacements")) {
            variables
                    .computeIfAbsent(
                            replacement.number("position", 0, 0, Integer.MAX_VALUE), position -> new ArrayList<>())
                    .add(modules.known(replacement.child("variableName")));
        }
        if (text.isEmpty() && variables.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Template.spliced(text, variables));
        } catch (IllegalArgumentException e) {
            info.child("replacements").fault(e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<String> profile() {
        XmlNode holder = data.child("authProfileHolder");
        if (holder.flag("varSelected")) {
            holder.fault("an authorization profile that a variable names is not rehearsed");
        }
        return holder.child("extrnalObj").word("name");
    }

    private List<IvrModule.Response> responses() {
        if (data.word("responseParsingMethod").filter("XML_ATTR_BASED"::equals).isPresent()) {
            return List.of(new IvrModule.Response(200, 299, new Extraction.Attributes(returnValues())));
        }
        List<IvrModule.Response> responses =
                data.children("responseInfos").stream().map(this::response).toList();
        if (responses.isEmpty()) {
            data.child("responseInfos").fault("is missing: without one every answer takes the failure branch");
        }
        return responses;
    }

    private Map<String, String> returnValues() {
        Map<String, String> values = new LinkedHashMap<>();
        for (XmlNode entry : data.child("returnValues").children("entry")) {
            values.put(entry.text("key").strip(), modules.known(entry.child("value")));
        }
        return Collections.unmodifiableMap(values);
    }

    private IvrModule.Response response(XmlNode info) {
        String method = info.word("method").orElse("REG_EXP");
        if (!method.equals("REG_EXP")) {
            info.child("method").fault("must be REG_EXP; " + method + " is not rehearsed");
        }
        int from = info.number("from", 200, 100, 599);
        int to = info.number("to", from, 100, 599);
        XmlNode regexp = info.child("regexp");
        return new IvrModule.Response(from, to, new Extraction.Groups(pattern(regexp), groups(regexp)));
    }

    private static Pattern pattern(XmlNode regexp) {
        try {
            return Pattern.compile(regexp.text("regexp"), regexp.number("regexpFlags", 0, 0, 0x1ff));
        } catch (PatternSyntaxException e) {
            regexp.fault("is not a regular expression: " + e.getDescription());
        } catch (IllegalArgumentException e) {
            regexp.fault("has flags that java.util.regex.Pattern does not know");
        }
        return Pattern.compile("");
    }

    /** By capture group, counted from 0 for the first one. */
    private List<Optional<String>> groups(XmlNode regexp) {
        int capturing = pattern(regexp).matcher("").groupCount();
        List<Optional<String>> groups = new ArrayList<>(Collections.nCopies(capturing, Optional.empty()));
        for (XmlNode parameter : regexp.children("regexpParameters")) {
            int index = parameter.number("groupIndex", 0, 0, MAX_GROUPS);
            if (parameter.child("variable").exists()) {
                if (index < capturing) {
                    groups.set(index, Optional.of(modules.known(parameter.child("variable"))));
                } else {
                    parameter.fault("group " + index + " is not in the expression, which has " + capturing);
                }
            }
        }
        return List.copyOf(groups);
    }
}
