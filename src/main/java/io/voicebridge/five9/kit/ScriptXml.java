package io.voicebridge.five9.kit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Writes a script in the form in which Five9's script designer exports and imports it ({@code .five9ivr}), as published
 * exports show it. The same script has the same bytes each time. Not thread-safe.
 */
final class ScriptXml {

    private static final int COLUMN = 150;
    private static final int ROW = 90;
    private static final int COLUMNS = 6;

    private final String script;
    private final Document document;
    private final Element root;
    private final List<Element> lane = new ArrayList<>();
    private final Map<String, List<String>> ascendants = new LinkedHashMap<>();

    /** @param script tells its modules' ids from those of another one */
    ScriptXml(String script) {
        this.script = script;
        try {
            document = DocumentBuilderFactory.newInstance().newDocumentBuilder().newDocument();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
        root = document.createElement("ivrScript");
        document.appendChild(root);
        add(root, "domainId", "0");
        add(root, "properties");
    }

    /** A value of a module: text, or a variable. */
    record Operand(String text, boolean isVariable) {
        static Operand of(String text) {
            return new Operand(text, false);
        }

        static Operand variable(String name) {
            return new Operand(name, true);
        }
    }

    /** Adds a module to the lane that is being written. */
    void module(String tag, String name, Optional<String> next, Optional<String> onFailure, Consumer<Element> content) {
        Element module = document.createElement(tag);
        onFailure.ifPresent(target -> {
            add(module, "exceptionalDescendant", id(target));
            ascendant(target, name);
        });
        next.ifPresent(target -> {
            add(module, "singleDescendant", id(target));
            ascendant(target, name);
        });
        add(module, "moduleName", name);
        add(module, "locationX", Integer.toString(20 + lane.size() % COLUMNS * COLUMN));
        add(module, "locationY", Integer.toString(20 + lane.size() / COLUMNS * ROW));
        add(module, "moduleId", id(name));
        if (!tag.equals("startOnHangup")) {
            content.accept(add(module, "data"));
        }
        lane.add(module);
    }

    /** Says that a branch of one module leads to another. */
    String branch(String from, String target) {
        ascendant(target, from);
        return id(target);
    }

    private void ascendant(String of, String from) {
        ascendants.computeIfAbsent(of, name -> new ArrayList<>()).add(id(from));
    }

    /** Ends the lane. */
    void lane(String tag) {
        Element modules = add(root, tag);
        for (Element module : lane) {
            String name = module.getElementsByTagName("moduleName").item(0).getTextContent();
            Element first = (Element) module.getFirstChild();
            for (String from : ascendants.getOrDefault(name, List.of())) {
                Element element = document.createElement("ascendants");
                element.setTextContent(from);
                module.insertBefore(element, first);
            }
            modules.appendChild(module);
        }
        lane.clear();
        ascendants.clear();
    }

    /** KVLists, the only variables that a script of ours has of its own. */
    void keyValueLists(String... names) {
        Element variables = add(root, "userVariables");
        for (String name : names) {
            Element entry = add(variables, "entry");
            add(entry, "key", name);
            Element value = add(entry, "value");
            add(value, "name", name);
            add(value, "description");
            add(
                    add(value, "kvListValue"),
                    "value",
                    Base64.getEncoder().encodeToString("{}".getBytes(StandardCharsets.UTF_8)));
            add(value, "attributes", "8");
            add(value, "isNullValue", "false");
        }
    }

    Element add(Element parent, String tag) {
        Element child = document.createElement(tag);
        parent.appendChild(child);
        return child;
    }

    Element add(Element parent, String tag, String text) {
        Element child = add(parent, tag);
        child.setTextContent(text);
        return child;
    }

    void operand(Element parent, String tag, Operand operand) {
        Element element = add(parent, tag);
        add(element, "isVarSelected", Boolean.toString(operand.isVariable()));
        if (operand.isVariable()) {
            add(element, "variableName", operand.text());
        } else {
            Element value = add(element, "stringValue");
            add(value, "value", operand.text());
            add(value, "id", "0");
        }
    }

    void disposition(Element data, int id, String name) {
        Element dispo = add(data, "dispo");
        add(dispo, "id", Integer.toString(id));
        add(dispo, "name", name);
    }

    /** @return the whole script, with the ends that the designer writes */
    String write() {
        add(root, "defaultLanguage", "en-US");
        add(root, "defaultMethod", "GET");
        add(root, "defaultFetchTimeout", "5");
        add(root, "showLabelNames", "true");
        add(root, "defaultVivrTimeout", "5");
        add(root, "unicodeEncoding", "true");
        add(root, "timeoutInMilliseconds", "3600000");
        add(root, "version", "1200006");
        StringWriter text = new StringWriter();
        try {
            Transformer transformer = TransformerFactory.newInstance().newTransformer();
            transformer.setOutputProperty(OutputKeys.ENCODING, "UTF-8");
            transformer.setOutputProperty(OutputKeys.STANDALONE, "yes");
            transformer.setOutputProperty(OutputKeys.INDENT, "yes");
            transformer.setOutputProperty("{http://xml.apache.org/xslt}indent-amount", "2");
            transformer.transform(new DOMSource(document), new StreamResult(text));
        } catch (TransformerException e) {
            throw new IllegalStateException(e);
        }
        return text.toString();
    }

    private String id(String name) {
        return UUID.nameUUIDFromBytes((script + '\n' + name).getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "")
                .toUpperCase(Locale.ROOT);
    }

    /** As the designer keeps the body of a request. */
    static String packed(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
