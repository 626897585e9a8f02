package io.voicebridge.five9.service;

import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes requests of Five9's Configuration Web Services: SOAP 1.1, elements without a namespace below the operation, in the order
 * of the WSDL's sequences. Values are text and stay text whatever is in them; characters that XML 1.0 cannot hold are left out.
 */
public final class Envelope {

    private static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";
    private static final String SERVICE = "http://service.admin.ws.five9.com/";

    private final XMLStreamWriter xml;

    private Envelope(XMLStreamWriter xml) {
        this.xml = xml;
    }

    /** What goes between the tags of an operation. */
    @FunctionalInterface
    private interface Content {
        void write(Envelope into) throws XMLStreamException;
    }

    /** @param numbers as Five9 writes them, see {@link Five9Number} */
    public static String addNumbersToDnc(List<String> numbers) {
        return of("addNumbersToDnc", into -> {
            for (String number : numbers) {
                into.element("numbers", number);
            }
        });
    }

    /**
     * The first field is the key by which a record is found that exists already.
     *
     * @param timeToCall milliseconds since 1970; 0 for when the list says
     */
    public static String addRecordToListSimple(String list, long timeToCall, boolean asap, Map<String, String> fields) {
        List<String> names = List.copyOf(fields.keySet());
        return of("addRecordToListSimple", into -> {
            into.element("listName", list);
            into.start("listUpdateSimpleSettings");
            into.element("callAsap", Boolean.toString(asap));
            // Counted from 0 here, and from 1 in all other settings
            into.mapping(names, 0);
            if (timeToCall > 0) {
                into.element("timeToCall", Long.toString(timeToCall));
            }
            into.element("updateCRM", "true");
            into.end();
            into.start("record");
            for (String name : names) {
                into.element("fields", fields.get(name));
            }
            into.end();
        });
    }

    /** @param dispositions by number */
    public static String asyncUpdateCampaignDispositions(String campaign, Map<String, String> dispositions) {
        return of("asyncUpdateCampaignDispositions", into -> {
            into.element("campaignName", campaign);
            into.start("dispositionsUpdateSettings");
            into.mapping(List.of("number1"), 1);
            into.element("skipHeaderLine", "false");
            into.element("dispositionColumnNumber", "2");
            into.element("dispositionsUpdateMode", "UPDATE_IF_SOLE_CRM_MATCH");
            into.element("updateToCommonDisposition", "false");
            into.element("warnIfNoCrmMatchFound", "true");
            into.end();
            into.start("importData");
            for (Map.Entry<String, String> record : dispositions.entrySet()) {
                into.start("values");
                into.element("item", record.getKey());
                into.element("item", record.getValue());
                into.end();
            }
            into.end();
        });
    }

    /** Changes nothing and needs no role but that of an administrator. */
    public static String getCallCountersState() {
        return of("getCallCountersState", into -> {});
    }

    /** @param pattern a regular expression */
    public static String getListsInfo(String pattern) {
        return of("getListsInfo", into -> into.element("listNamePattern", pattern));
    }

    private static String of(String operation, Content content) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("soapenv", "Envelope", SOAP);
            xml.writeNamespace("soapenv", SOAP);
            xml.writeNamespace("ser", SERVICE);
            xml.writeEmptyElement("soapenv", "Header", SOAP);
            xml.writeStartElement("soapenv", "Body", SOAP);
            xml.writeStartElement("ser", operation, SERVICE);
            content.write(new Envelope(xml));
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalArgumentException("The request cannot be written", e);
        }
        return text.toString();
    }

    private void mapping(List<String> names, int first) throws XMLStreamException {
        for (int i = 0; i < names.size(); i++) {
            start("fieldsMapping");
            element("columnNumber", Integer.toString(first + i));
            element("fieldName", names.get(i));
            element("key", Boolean.toString(i == 0));
            end();
        }
    }

    private void start(String name) throws XMLStreamException {
        xml.writeStartElement(name);
    }

    private void end() throws XMLStreamException {
        xml.writeEndElement();
    }

    private void element(String name, String value) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(storable(value));
        xml.writeEndElement();
    }

    /** XML 1.0 section 2.2; a carriage return would come back as a line feed. */
    private static String storable(String value) {
        StringBuilder kept = new StringBuilder(value.length());
        value.codePoints()
                .filter(c ->
                        c == '\t' || c == '\n' || c >= ' ' && c <= 0xD7FF || c >= 0xE000 && c <= 0xFFFD || c > 0xFFFF)
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }
}
