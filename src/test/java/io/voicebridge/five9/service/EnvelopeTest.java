package io.voicebridge.five9.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Five9;
import io.voicebridge.conformance.Five9Habit;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/** Requests, read by another parser than they are written with. */
class EnvelopeTest {

    @Test
    @Five9(Five9Habit.CALLBACK)
    void aCallbackHasTheSequenceOfTheService() throws Exception {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("number1", "3035550100");
        fields.put("first_name", "Ann");

        Element operation = operation(Envelope.addRecordToListSimple("Callbacks", 1764370800000L, false, fields));

        assertThat(operation.getNamespaceURI()).isEqualTo("http://service.admin.ws.five9.com/");
        assertThat(told(operation))
                .isEqualTo("addRecordToListSimple(listName=Callbacks,listUpdateSimpleSettings(callAsap=false,"
                        + "fieldsMapping(columnNumber=0,fieldName=number1,key=true),"
                        + "fieldsMapping(columnNumber=1,fieldName=first_name,key=false),"
                        + "timeToCall=1764370800000,updateCRM=true),record(fields=3035550100,fields=Ann))");
    }

    @Test
    void aCallbackWithoutATimeNamesNone() throws Exception {
        String told = told(operation(Envelope.addRecordToListSimple("L", 0, true, Map.of("number1", "3035550100"))));

        assertThat(told).contains("callAsap=true").doesNotContain("timeToCall");
    }

    @Test
    void numbersForTheListAreOneElementEach() throws Exception {
        assertThat(told(operation(Envelope.addNumbersToDnc(List.of("3035550100", "01144123456789")))))
                .isEqualTo("addNumbersToDnc(numbers=3035550100,numbers=01144123456789)");
    }

    @Test
    void dispositionsAreRowsOfNumberAndName() throws Exception {
        assertThat(told(operation(
                        Envelope.asyncUpdateCampaignDispositions("Solar", Map.of("3035550100", "AI not qualified")))))
                .isEqualTo("asyncUpdateCampaignDispositions(campaignName=Solar,dispositionsUpdateSettings("
                        + "fieldsMapping(columnNumber=1,fieldName=number1,key=true),skipHeaderLine=false,"
                        + "dispositionColumnNumber=2,dispositionsUpdateMode=UPDATE_IF_SOLE_CRM_MATCH,"
                        + "updateToCommonDisposition=false,warnIfNoCrmMatchFound=true),"
                        + "importData(values(item=3035550100,item=AI not qualified)))");
    }

    @Test
    void aValueStaysAValueWhateverIsInIt() throws Exception {
        String hostile = "</fields></record></ser:addRecordToListSimple><!-- ]]> &amp; <?x?> \" ' &#0;";

        Element operation = operation(Envelope.addRecordToListSimple(hostile, 0, false, Map.of(hostile, hostile)));

        assertThat(texts(operation, "listName")).containsExactly(hostile);
        assertThat(texts(operation, "fieldName")).containsExactly(hostile);
        assertThat(texts(operation, "fields")).containsExactly(hostile);
    }

    @Test
    void anyTextComesThroughWithoutWhatXmlCannotHold() throws Exception {
        Random random = new Random(20260302);
        for (int i = 0; i < 500; i++) {
            StringBuilder text = new StringBuilder("a");
            for (int length = random.nextInt(20); length > 0; length--) {
                text.append(
                        switch (random.nextInt(4)) {
                            case 0 -> (char) random.nextInt(0x20);
                            case 1 -> "<>&'\"]".charAt(random.nextInt(6));
                            case 2 -> (char) (0xD7F0 + random.nextInt(0x830));
                            default -> (char) random.nextInt(0x10000);
                        });
            }
            String kept = texts(operation(Envelope.getListsInfo(text + "z")), "listNamePattern")
                    .get(0);

            assertThat(kept).startsWith("a").endsWith("z");
            assertThat(text + "z").satisfies(sent -> assertThat(isWithin(kept, sent.toString()))
                    .isTrue());
        }
    }

    /** Whether nothing was added: what was kept stands in what was sent, in the same order. */
    private static boolean isWithin(String kept, String sent) {
        int at = 0;
        for (int c : kept.codePoints().toArray()) {
            at = sent.indexOf(c, at);
            if (at < 0) {
                return false;
            }
            at += Character.charCount(c);
        }
        return true;
    }

    private static Element operation(String envelope) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        Element root = factory.newDocumentBuilder()
                .parse(new InputSource(new StringReader(envelope)))
                .getDocumentElement();
        return (Element) root.getElementsByTagNameNS("http://schemas.xmlsoap.org/soap/envelope/", "Body")
                .item(0)
                .getFirstChild();
    }

    private static List<String> texts(Element in, String name) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < in.getElementsByTagName(name).getLength(); i++) {
            texts.add(in.getElementsByTagName(name).item(i).getTextContent());
        }
        return texts;
    }

    private static String told(Element element) {
        List<String> children = new ArrayList<>();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                children.add(told(inner));
            }
        }
        return element.getLocalName()
                + (children.isEmpty() ? '=' + element.getTextContent() : '(' + String.join(",", children) + ')');
    }
}
