package io.voicebridge.rehearsal;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * An element of an export that is being read: knows its path and collects faults instead of stopping at the first one. An
 * element that is missing is empty.
 */
final class XmlNode {

    /** Larger files are refused before they are parsed; exports with a prompt in each language have some 200 KB. */
    private static final int MAX_CHARACTERS = 4 * 1024 * 1024;

    private final Optional<Element> element;
    private final String path;
    private final List<String> faults;

    private XmlNode(Optional<Element> element, String path, List<String> faults) {
        this.element = element;
        this.path = path;
        this.faults = faults;
    }

    /** @throws InvalidFile if the text is no XML with this root */
    static XmlNode parse(String file, String text, String root) {
        if (text.length() > MAX_CHARACTERS) {
            throw new InvalidFile(file, List.of("is larger than " + MAX_CHARACTERS + " characters"));
        }
        try {
            Element element =
                    builder().parse(new InputSource(new StringReader(text))).getDocumentElement();
            if (!element.getTagName().equals(root)) {
                throw new InvalidFile(
                        file, List.of("must be an export with the element " + root + ", not " + element.getTagName()));
            }
            return new XmlNode(Optional.of(element), "", new ArrayList<>());
        } catch (SAXParseException e) {
            throw new InvalidFile(file, List.of("line " + e.getLineNumber() + ": is not XML: " + e.getMessage()));
        } catch (SAXException | IOException | ParserConfigurationException e) {
            throw new InvalidFile(file, List.of("is not XML: " + e.getMessage()));
        }
    }

    /** Nothing of a file leads out of it: no document type, no entity. */
    private static DocumentBuilder builder() throws ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        factory.setXIncludeAware(false);
        factory.setExpandEntityReferences(false);
        DocumentBuilder builder = factory.newDocumentBuilder();
        builder.setErrorHandler(new DefaultHandler());
        return builder;
    }

    XmlNode named(String name) {
        return new XmlNode(element, name, faults);
    }

    String tag() {
        return element.map(Element::getTagName).orElse("");
    }

    void fault(String detail) {
        faults.add(path.isEmpty() ? detail : path + ": " + detail);
    }

    void throwFaults(String file) {
        if (!faults.isEmpty()) {
            throw new InvalidFile(file, faults);
        }
    }

    boolean exists() {
        return element.isPresent();
    }

    /** All elements in this one. */
    List<XmlNode> children() {
        List<XmlNode> children = new ArrayList<>();
        element.ifPresent(parent -> {
            for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
                if (node instanceof Element child) {
                    children.add(new XmlNode(Optional.of(child), inside(child.getTagName()), faults));
                }
            }
        });
        return children;
    }

    List<XmlNode> children(String tag) {
        return children().stream().filter(child -> child.tag().equals(tag)).toList();
    }

    /** The first one of this name. */
    XmlNode child(String tag) {
        return children(tag).stream().findFirst().orElseGet(() -> new XmlNode(Optional.empty(), inside(tag), faults));
    }

    private String inside(String tag) {
        return path.isEmpty() ? tag : path + "." + tag;
    }

    /** As it stands, blanks included; empty if there is none. */
    String text() {
        return element.map(Element::getTextContent).orElse("");
    }

    String text(String tag) {
        return child(tag).text();
    }

    /** Without the blanks around it; empty if there is none. */
    Optional<String> word(String tag) {
        return Optional.of(text(tag).strip()).filter(word -> !word.isEmpty());
    }

    boolean flag(String tag) {
        return word(tag).filter("true"::equals).isPresent();
    }

    int number(String tag, int fallback, int min, int max) {
        Optional<String> word = word(tag);
        try {
            return word.map(Integer::parseInt)
                    .map(number -> Math.max(min, Math.min(max, number)))
                    .orElse(fallback);
        } catch (NumberFormatException e) {
            child(tag).fault("must be a whole number, not '" + word.orElse("") + "'");
            return fallback;
        }
    }
}
