package io.voicebridge.rehearsal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Turns the YAML of a script into its modules, and checks that every name in it leads somewhere. */
final class ScriptReader {

    private static final int MAX_MODULES = 100;
    private static final int MAX_VARIABLES = 200;

    /** Variables that come with every call; the rest is the script's own and has to be declared. */
    private static final Set<String> GIVEN_GROUPS = Set.of("Call", "Contact", "Bridge");

    private final YamlNode root;
    private final Map<String, ScriptValue> variables = new LinkedHashMap<>();

    ScriptReader(YamlNode root) {
        this.root = root;
    }

    IvrScript read(String file) {
        root.allow("script", "description", "variables", "skills", "modules", "onHangup");
        root.map("variables", MAX_VARIABLES).forEach((name, node) -> variables.put(name, initialValue(node)));
        Map<String, IvrModule> modules = lane("modules");
        Map<String, IvrModule> hangupModules = lane("onHangup");
        if (modules.isEmpty()) {
            root.child("modules").fault("must hold at least one module");
        }
        IvrScript script = new IvrScript(
                root.text("script"),
                Collections.unmodifiableMap(variables),
                Optional.of(root.texts("skills", 100)),
                modules,
                hangupModules);
        root.throwFaults(file);
        return script;
    }

    /** A KVList starts as a map, which may be empty; everything else is a string. */
    private static ScriptValue initialValue(YamlNode node) {
        return node.isMap() ? KeyValues.EMPTY : new ScriptValue.Text(node.text());
    }

    private Map<String, IvrModule> lane(String key) {
        List<YamlNode> nodes = root.list(key, MAX_MODULES);
        List<String> names = nodes.stream().map(node -> node.text("name", "")).toList();
        Map<String, IvrModule> modules = new LinkedHashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            YamlNode node = nodes.get(i).named(names.get(i));
            Optional<String> following = i + 1 < names.size() ? Optional.of(names.get(i + 1)) : Optional.empty();
            Optional<IvrModule> module = module(node, new Targets(names, following));
            module.ifPresent(read -> {
                if (modules.putIfAbsent(read.name(), read) != null) {
                    node.fault("has the name of another module");
                }
            });
        }
        return Collections.unmodifiableMap(modules);
    }

    private Optional<IvrModule> module(YamlNode node, Targets targets) {
        return switch (node.text("module")) {
            case "Set Variable" -> Optional.of(setVariable(node, targets));
            case "Query" -> Optional.of(new QueryReader(this, node, targets).read());
            case "3rd Party Transfer" -> Optional.of(thirdPartyTransfer(node, targets));
            case "Case" -> Optional.of(cases(node, targets));
            case "Skill Transfer" -> Optional.of(skillTransfer(node, targets));
            case "Hangup" -> {
                node.allow("module", "name", "disposition");
                yield Optional.of(new IvrModule.Hangup(node.text("name"), template(node, "disposition")));
            }
            default -> {
                node.child("module")
                        .fault("must be Set Variable, Query, 3rd Party Transfer, Case, Skill Transfer or Hangup");
                yield Optional.empty();
            }
        };
    }

    private IvrModule setVariable(YamlNode node, Targets targets) {
        node.allow("module", "name", "set", "next");
        List<IvrModule.Assignment> assignments = node.list("set", MAX_VARIABLES).stream()
                .flatMap(line -> assignment(line).stream())
                .toList();
        return new IvrModule.SetVariable(node.text("name"), assignments, targets.next(node));
    }

    private Optional<IvrModule.Assignment> assignment(YamlNode line) {
        String text = line.text();
        int equals = text.indexOf('=');
        if (equals < 0) {
            line.fault("must read 'variable = expression'");
            return Optional.empty();
        }
        String variable = checkOwn(line, text.substring(0, equals).trim());
        try {
            Expression expression = Expression.parse(text.substring(equals + 1));
            expression.variables().forEach(name -> checkKnown(line, name));
            return Optional.of(new IvrModule.Assignment(variable, expression));
        } catch (IllegalArgumentException e) {
            line.fault(e.getMessage());
            return Optional.empty();
        }
    }

    private IvrModule thirdPartyTransfer(YamlNode node, Targets targets) {
        node.allow(
                "module",
                "name",
                "number",
                "sendData",
                "receiveData",
                "returnAfterCall",
                "ringSeconds",
                "next",
                "onFailure");
        return new IvrModule.ThirdPartyTransfer(
                node.text("name"),
                template(node, "number"),
                keyValueVariable(node, "sendData"),
                keyValueVariable(node, "receiveData"),
                node.flag("returnAfterCall", true),
                Duration.ofSeconds(node.number("ringSeconds", 30, 1, 120)),
                targets.next(node),
                targets.named(node, "onFailure"));
    }

    private Optional<String> keyValueVariable(YamlNode node, String key) {
        Optional<String> name = node.optionalText(key);
        name.ifPresent(variable -> {
            if (!(variables.get(variable) instanceof KeyValues)) {
                node.child(key).fault("'" + variable + "' must be declared under variables as a KVList: {}");
            }
        });
        return name;
    }

    private IvrModule cases(YamlNode node, Targets targets) {
        node.allow("module", "name", "variable", "branches", "noMatch");
        String variable = checkKnown(node.child("variable"), node.text("variable"));
        List<IvrModule.Branch> branches = new ArrayList<>();
        node.map("branches", 50)
                .forEach((value, target) -> branches.add(
                        new IvrModule.Branch(Condition.Compares.equal(variable, value), targets.check(target))));
        if (!node.has("noMatch")) {
            node.child("noMatch").fault("is missing: a value that no branch names needs a way too");
        }
        return new IvrModule.Case(node.text("name"), List.copyOf(branches), targets.named(node, "noMatch"));
    }

    private IvrModule skillTransfer(YamlNode node, Targets targets) {
        node.allow("module", "name", "skill", "screenPop", "next");
        Optional<List<String>> pop = node.has("screenPop")
                ? Optional.of(node.list("screenPop", 50).stream()
                        .map(line -> checkKnown(line, line.text()))
                        .toList())
                : Optional.empty();
        return new IvrModule.SkillTransfer(
                node.text("name"), template(node, "skill"), pop, targets.named(node, "next"));
    }

    Template template(YamlNode node, String key) {
        return template(node.child(key));
    }

    Template template(YamlNode node) {
        try {
            Template template = Template.of(node.text());
            template.variables().forEach(name -> checkKnown(node, name));
            return template;
        } catch (IllegalArgumentException e) {
            node.fault(e.getMessage());
            return Template.of("");
        }
    }

    /** A variable that is read. */
    String checkKnown(YamlNode node, String name) {
        int dot = name.indexOf('.');
        boolean given = dot > 0 && GIVEN_GROUPS.contains(name.substring(0, dot));
        if (!given && !variables.containsKey(name)) {
            node.fault("the variable '" + name + "' is not declared under variables"
                    + variables.keySet().stream()
                            .filter(known -> known.equalsIgnoreCase(name))
                            .map(known -> "; did you mean '" + known + "'?")
                            .collect(Collectors.joining()));
        }
        return name;
    }

    /** A variable that is written: the call's and the contact's own stay as they are. */
    String checkOwn(YamlNode node, String name) {
        if (!variables.containsKey(name)) {
            node.fault("the variable '" + name + "' is not declared under variables");
        }
        return name;
    }

    /** The modules of one lane that others may lead to. */
    record Targets(List<String> names, Optional<String> following) {

        /** Where a module leads: its own {@code next}, or the one that stands after it. */
        Optional<String> next(YamlNode node) {
            return node.has("next") ? named(node, "next") : following;
        }

        Optional<String> named(YamlNode node, String key) {
            return node.has(key) ? Optional.of(check(node.child(key))) : Optional.empty();
        }

        String check(YamlNode target) {
            String name = target.text();
            if (!names.contains(name)) {
                target.fault("leads to '" + name + "', which is no module of this lane");
            }
            return name;
        }
    }
}
