package io.voicebridge.rehearsal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** The values in an export: constants of Five9's types, and what is either a constant or a variable. */
final class ExportValues {

    /** No body of a request comes near it; a bomb of zeros does. */
    private static final int MAX_TEMPLATE_BYTES = 256 * 1024;

    private static final List<String> SIMPLE =
            List.of("stringValue", "integerValue", "numericValue", "currencyValue", "phoneValue", "booleanValue");

    private ExportValues() {}

    /** The constant that an element holds, as text; empty if it holds none. */
    static Optional<String> constant(XmlNode node) {
        for (String tag : SIMPLE) {
            if (node.child(tag).exists()) {
                return Optional.of(node.child(tag).text("value"));
            }
        }
        if (node.child("timeValue").exists()) {
            return Optional.of(time(node.child("timeValue")));
        }
        if (node.child("dateValue").exists()) {
            return Optional.of(date(node.child("dateValue")));
        }
        return Optional.empty();
    }

    private static String time(XmlNode node) {
        return LocalTime.MIDNIGHT
                .plusMinutes(node.number("minutes", 0, 0, 24 * 60 - 1))
                .toString();
    }

    private static String date(XmlNode node) {
        try {
            return LocalDate.of(
                            node.number("year", 1970, 1, 9999),
                            node.number("month", 1, 1, 12),
                            node.number("day", 1, 1, 31))
                    .toString();
        } catch (DateTimeException e) {
            node.fault("is no date");
            return "";
        }
    }

    /** Name of the variable, where one was chosen. */
    static Optional<String> variable(XmlNode node) {
        boolean chosen = node.flag("isVarSelected") || node.flag("varSelected");
        return chosen ? node.word("variableName") : Optional.empty();
    }

    static Expression expression(XmlNode node) {
        Optional<String> variable = variable(node);
        return variable.isPresent()
                ? new Expression.Variable(variable.get())
                : new Expression.Literal(constant(node).orElse(""));
    }

    static Template template(XmlNode node) {
        return variable(node)
                .map(Template::variable)
                .orElseGet(() -> Template.literal(constant(node).orElse("")));
    }

    /** Text that is packed with gzip and written in Base64, as bodies and prompts are. */
    static String unpacked(XmlNode node) {
        String text = node.text().strip();
        if (text.isEmpty()) {
            return "";
        }
        try (InputStream packed = new GZIPInputStream(
                new ByteArrayInputStream(Base64.getMimeDecoder().decode(text)))) {
            byte[] bytes = packed.readNBytes(MAX_TEMPLATE_BYTES + 1);
            if (bytes.length > MAX_TEMPLATE_BYTES) {
                node.fault("is larger than " + MAX_TEMPLATE_BYTES + " bytes when unpacked");
                return "";
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException | IllegalArgumentException e) {
            node.fault("is not gzip in Base64");
            return "";
        }
    }
}
