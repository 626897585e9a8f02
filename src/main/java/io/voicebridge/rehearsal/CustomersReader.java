package io.voicebridge.rehearsal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the customers of a rehearsal from YAML, in the form that {@code docs/rehearsal.md} describes. */
final class CustomersReader {

    private static final int MAX_CUSTOMERS = 1_000;

    private CustomersReader() {}

    /** @throws InvalidFile with all the faults */
    static Campaign read(String file, String text) {
        YamlNode root = YamlNode.parse(file, text).allow("campaign", "dnis", "customers");
        List<Customer> customers = new ArrayList<>();
        for (YamlNode node : root.list("customers", MAX_CUSTOMERS)) {
            customers.add(customer(node.named(node.text("name", ""))));
        }
        if (customers.isEmpty()) {
            root.child("customers").fault("must hold at least one customer");
        }
        Campaign campaign = new Campaign(root.text("campaign"), root.text("dnis"), List.copyOf(customers));
        root.throwFaults(file);
        return campaign;
    }

    private static Customer customer(YamlNode node) {
        node.allow(
                "name",
                "phone",
                "contact",
                "voice",
                "line",
                "replies",
                "answers",
                "hangsUpAfter",
                "hangsUpAt_s",
                "expect");
        List<Customer.Reply> replies =
                node.list("replies", 50).stream().map(CustomersReader::reply).toList();
        return new Customer(
                node.text("name"),
                node.text("phone"),
                node.textMap("contact", 50),
                node.text("voice", ""),
                line(node.child("line")),
                replies,
                patience(node),
                Optional.of(expected(node.child("expect"))));
    }

    private static Customer.Patience patience(YamlNode node) {
        return new Customer.Patience(
                node.flag("answers", true), limit(node, "hangsUpAfter", 50), limit(node, "hangsUpAt_s", 3_600));
    }

    private static OptionalInt limit(YamlNode node, String key, int most) {
        return node.has(key) ? OptionalInt.of(node.number(key, 0, 0, most)) : OptionalInt.empty();
    }

    private static Customer.Reply reply(YamlNode node) {
        node.allow("hears", "says", "keys", "interrupts", "after_s");
        String keys = node.text("keys", "");
        if (!keys.chars().allMatch(key -> "0123456789*#".indexOf(key) >= 0)) {
            node.child("keys").fault("must be of 0-9, * and #");
        }
        return new Customer.Reply(
                node.texts("hears", 20),
                node.text("says"),
                keys,
                node.flag("interrupts", false),
                node.number("after_s", 0, 0, 60));
    }

    private static Customer.Line line(YamlNode node) {
        node.allow("noise", "pitch");
        return new Customer.Line(limit(node, "noise", 60), node.number("pitch", 100, 70, 140));
    }

    private static Customer.Expected expected(YamlNode node) {
        node.allow("skill", "disposition", "variables", "filled");
        if (node.has("skill") == node.has("disposition")) {
            node.fault("must name either a skill or a disposition");
        }
        boolean skill = node.has("skill");
        Map<String, String> variables = new LinkedHashMap<>(node.textMap("variables", 50));
        return new Customer.Expected(
                skill ? ScriptEnd.Kind.SKILL : ScriptEnd.Kind.DISPOSITION,
                skill ? node.text("skill") : node.text("disposition", ""),
                variables,
                node.texts("filled", 50));
    }
}
