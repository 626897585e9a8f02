package io.voicebridge.rehearsal;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads a Query module. */
final class QueryReader {

    /** Five9 waits 5 s unless the script says otherwise. */
    private static final int DEFAULT_TIMEOUT_SECONDS = 5;

    private final ScriptReader script;
    private final YamlNode node;
    private final ScriptReader.Targets targets;

    QueryReader(ScriptReader script, YamlNode node, ScriptReader.Targets targets) {
        this.script = script;
        this.node = node;
        this.targets = targets;
    }

    IvrModule.Query read() {
        node.allow(
                "module",
                "name",
                "method",
                "url",
                "parameters",
                "headers",
                "body",
                "authorizationProfile",
                "timeoutSeconds",
                "responses",
                "saveStatusCode",
                "next",
                "onFailure");
        String method = node.text("method", "GET");
        if (!method.equals("GET") && !method.equals("POST")) {
            node.child("method").fault("must be GET or POST");
        }
        if (method.equals("GET") && node.has("body")) {
            node.child("body").fault("does not go with GET");
        }
        if (!node.has("responses")) {
            node.child("responses").fault("is missing: without one every answer takes the failure branch");
        }
        return new IvrModule.Query(
                node.text("name"),
                method,
                script.template(node, "url"),
                templates("parameters"),
                templates("headers"),
                node.has("body") ? Optional.of(script.template(node, "body")) : Optional.empty(),
                node.optionalText("authorizationProfile"),
                Duration.ofSeconds(node.number("timeoutSeconds", DEFAULT_TIMEOUT_SECONDS, 1, 60)),
                node.list("responses", 10).stream().map(this::response).toList(),
                node.optionalText("saveStatusCode").map(name -> script.checkOwn(node.child("saveStatusCode"), name)),
                targets.next(node),
                targets.named(node, "onFailure"));
    }

    private Map<String, Template> templates(String key) {
        Map<String, Template> templates = new LinkedHashMap<>();
        node.map(key, 50).forEach((name, value) -> templates.put(name, script.template(value)));
        return Collections.unmodifiableMap(templates);
    }

    private IvrModule.Response response(YamlNode response) {
        response.allow("from", "to", "regexp", "flags", "groups");
        int from = response.number("from", 200, 100, 599);
        int to = response.number("to", from, 100, 599);
        if (to < from) {
            response.fault("the range from " + from + " to " + to + " is empty");
        }
        List<Optional<String>> variables =
                response.list("groups", 50).stream().map(this::group).toList();
        Pattern expression = expression(response);
        int groups = expression.matcher("").groupCount();
        if (variables.size() > groups) {
            response.child("groups")
                    .fault("names " + variables.size() + " variables, but the expression has " + groups
                            + " capture groups");
        }
        return new IvrModule.Response(from, to, new Extraction.Groups(expression, variables));
    }

    private Optional<String> group(YamlNode variable) {
        String name = variable.text();
        return name.isEmpty() ? Optional.empty() : Optional.of(script.checkOwn(variable, name));
    }

    private static Pattern expression(YamlNode response) {
        try {
            return Pattern.compile(response.text("regexp"), response.number("flags", 0, 0, 0x1ff));
        } catch (PatternSyntaxException e) {
            response.child("regexp").fault("is not a regular expression: " + e.getDescription());
        } catch (IllegalArgumentException e) {
            response.child("flags").fault("are not flags of java.util.regex.Pattern");
        }
        return Pattern.compile("");
    }
}
