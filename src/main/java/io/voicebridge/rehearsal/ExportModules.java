package io.voicebridge.rehearsal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads the modules of one lane of an export, one by one. */
final class ExportModules {

    private static final int DEFAULT_RING_SECONDS = 10;

    private final Set<String> declared;
    private final int defaultTimeoutSeconds;
    private final Map<String, String> names;

    /**
     * @param declared the script's own variables
     * @param names of the modules of the lane, by their ids
     */
    ExportModules(Set<String> declared, int defaultTimeoutSeconds, Map<String, String> names) {
        this.declared = declared;
        this.defaultTimeoutSeconds = defaultTimeoutSeconds;
        this.names = names;
    }

    IvrModule read(XmlNode node, String name) {
        XmlNode data = node.child("data");
        return switch (node.tag()) {
            case "setVariable" -> new IvrModule.SetVariable(name, assignments(data), next(node));
            case "query" -> new ExportQuery(this, data, defaultTimeoutSeconds).read(name, next(node), onFailure(node));
            case "thirdPartyTransfer" -> thirdPartyTransfer(node, name, data);
            case "case" -> cases(name, data);
            case "ifElse" -> ifElse(name, data);
            case "skillTransfer" ->
                new IvrModule.SkillTransfer(name, skill(data.child("listOfSkillsEx")), Optional.empty(), next(node));
            case "hangup" ->
                new IvrModule.Hangup(
                        name, Template.literal(data.child("dispo").word("name").orElse("No Disposition")));
            default -> new IvrModule.PassedOver(name, node.tag(), next(node));
        };
    }

    private Optional<String> next(XmlNode node) {
        return target(node.child("singleDescendant"));
    }

    private Optional<String> onFailure(XmlNode node) {
        return target(node.child("exceptionalDescendant"));
    }

    private Optional<String> target(XmlNode id) {
        String text = id.text().strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String name = names.get(text);
        if (name == null) {
            id.fault("leads to " + text + ", which is no module of this lane");
        }
        return Optional.ofNullable(name);
    }

    private List<IvrModule.Assignment> assignments(XmlNode data) {
        List<IvrModule.Assignment> assignments = new ArrayList<>();
        for (XmlNode node : data.children("expressions")) {
            assignments.add(new IvrModule.Assignment(
                    known(node.child("variableName")),
                    node.flag("isFunction") ? function(node) : value(node.child("constant"))));
        }
        return List.copyOf(assignments);
    }

    private Expression function(XmlNode node) {
        String called = node.child("function").word("name").orElse("");
        List<Expression> arguments =
                node.children("functionArgs").stream().map(this::value).toList();
        for (Expression.Function function : Expression.Function.values()) {
            if (function.name().equals(called)) {
                if (arguments.size() < function.fewest || arguments.size() > function.most) {
                    node.fault(called + " has " + arguments.size() + " values");
                    return new Expression.Literal("");
                }
                return new Expression.Apply(function, arguments);
            }
        }
        node.fault(
                "the function " + called + " is not rehearsed, only " + List.of(Expression.Function.values()) + " are");
        return new Expression.Literal("");
    }

    /** A constant or a variable. */
    Expression value(XmlNode node) {
        Expression expression = ExportValues.expression(node);
        expression.variables().forEach(name -> check(node, name));
        return expression;
    }

    Template template(XmlNode node) {
        Template template = ExportValues.template(node);
        template.variables().forEach(name -> check(node, name));
        return template;
    }

    /** The variable that an element names. */
    String known(XmlNode node) {
        return check(node, node.text().strip());
    }

    /**
     * The script's own variables are declared; those of the call and of the contact ({@code Group.name}) and the
     * designer's ({@code __BUFFER__}) belong to the domain, and an export does not list them.
     */
    String check(XmlNode node, String name) {
        boolean ofTheDomain = name.indexOf('.') > 0 || name.startsWith("__");
        if (!ofTheDomain && !declared.contains(name)) {
            node.fault("the variable '" + name + "' is not among the script's variables");
        }
        return name;
    }

    private IvrModule thirdPartyTransfer(XmlNode node, String name, XmlNode data) {
        return new IvrModule.ThirdPartyTransfer(
                name,
                template(data.child("thirdPartyNumber")),
                list(data, "send"),
                list(data, "receive"),
                data.flag("returnAfter3rdParty"),
                Duration.ofSeconds(data.number("ringingTimeout", DEFAULT_RING_SECONDS, 1, 120)),
                next(node),
                onFailure(node).or(() -> next(node)));
    }

    /**
     * The KVList of Send Data or Receive Data. No published export shows the element that names it, so it is found as the
     * one beside the check box that begins with its word and names a variable.
     */
    private Optional<String> list(XmlNode data, String word) {
        if (!data.flag(word + "3rdParty")) {
            return Optional.empty();
        }
        for (XmlNode child : data.children()) {
            if (child.tag().startsWith(word) && !child.tag().equals(word + "3rdParty")) {
                Optional<String> name = child.word("variableName").or(() -> leaf(child));
                if (name.isPresent()) {
                    return Optional.of(check(child, name.get()));
                }
            }
        }
        data.fault("'" + word + " data' is checked, but no variable is named for it");
        return Optional.empty();
    }

    private static Optional<String> leaf(XmlNode node) {
        return node.children().isEmpty()
                ? Optional.of(node.text().strip()).filter(text -> !text.isEmpty())
                : Optional.empty();
    }

    private IvrModule cases(String name, XmlNode data) {
        List<IvrModule.Branch> branches = new ArrayList<>();
        Optional<String> noMatch = Optional.empty();
        for (XmlNode entry : data.child("branches").children("entry")) {
            XmlNode branch = entry.child("value");
            Optional<String> target = target(branch.child("desc"));
            List<XmlNode> conditions = branch.children("conditions").stream()
                    .filter(condition -> condition.child("comparisonType").exists())
                    .toList();
            if (conditions.isEmpty()) {
                noMatch = target;
            } else if (target.isPresent()) {
                branches.add(new IvrModule.Branch(grouped(branch, conditions), target.get()));
            }
        }
        return new IvrModule.Case(name, List.copyOf(branches), noMatch);
    }

    private IvrModule ifElse(String name, XmlNode data) {
        Optional<String> then = Optional.empty();
        Optional<String> otherwise = Optional.empty();
        for (XmlNode entry : data.child("branches").children("entry")) {
            Optional<String> target = target(entry.child("value").child("desc"));
            if (entry.text("key").equals("IF")) {
                then = target;
            } else {
                otherwise = target;
            }
        }
        Condition condition = grouped(data, data.children("conditions"));
        List<IvrModule.Branch> branches = then.map(target -> new IvrModule.Branch(condition, target)).stream()
                .toList();
        return new IvrModule.Case(name, branches, otherwise);
    }

    private Condition grouped(XmlNode node, List<XmlNode> conditions) {
        List<Condition> read = conditions.stream().map(this::condition).toList();
        String grouping = node.word("conditionGrouping").orElse("ALL");
        if (grouping.equals("CUSTOM")) {
            try {
                return new CustomCondition(node.text("customCondition"), read).parse();
            } catch (IllegalArgumentException e) {
                node.fault(e.getMessage());
            }
        }
        return read.size() == 1 ? read.get(0) : new Condition.Grouped(grouping.equals("ANY"), read);
    }

    private Condition condition(XmlNode node) {
        String called = node.word("comparisonType").orElse("");
        Condition.Comparison comparison;
        try {
            comparison = Condition.Comparison.valueOf(called);
        } catch (IllegalArgumentException e) {
            node.fault("the comparison " + called + " is not rehearsed, only " + List.of(Condition.Comparison.values())
                    + " are");
            comparison = Condition.Comparison.EQUALS;
        }
        Optional<Expression> right =
                comparison.isOfOneValue() ? Optional.empty() : Optional.of(value(node.child("rightOperand")));
        if (comparison == Condition.Comparison.REGEXP && right.orElseThrow() instanceof Expression.Literal literal) {
            checkPattern(node, literal.text());
        }
        return new Condition.Compares(value(node.child("leftOperand")), comparison, right);
    }

    private static void checkPattern(XmlNode node, String expression) {
        try {
            Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            node.fault("'" + expression + "' is not a regular expression: " + e.getDescription());
        }
    }

    private Template skill(XmlNode skills) {
        if (skills.flag("varSelected")) {
            return skills.word("variableName")
                    .map(name -> Template.variable(check(skills, name)))
                    .orElseGet(() -> {
                        skills.fault("names no variable");
                        return Template.literal("");
                    });
        }
        return Template.literal(skills.child("extrnalObj").word("name").orElse(""));
    }
}
