package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.voicebridge.conformance.Five9;
import io.voicebridge.conformance.Five9Habit;
import io.voicebridge.conversation.Conversations;
import io.voicebridge.conversation.EndFacts;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/**
 * What Query modules of exported Five9 scripts do with an answer: a regular expression of Java with the flags 0 or 32, of
 * which {@code groupIndex} 0 is the first group, or the older {@code XML_ATTR_BASED}. Every field that the OpenAPI document
 * names is taken out of every format, with text in it that would break a careless writer.
 */
class QueryModuleShapesTest {

    private static final String HOSTILE = "Said \"yes\", it's <b>5 > 4 & 3</b>\r\n50|50 \\ Größe ✓\u0007";

    @TempDir
    static Path folder;

    private static ContractWorld world;
    private static String conversation;

    /** As one JSON parser reads it: what every other way has to come to. */
    private static Map<String, String> expected;

    /** What a script has in its Query module for a field. */
    record Shape(String format, String expression, int flags, boolean wholeText) {

        String of(String answer, String field) {
            Matcher matcher =
                    Pattern.compile(expression.replace("NAME", field), flags).matcher(answer);
            boolean found = wholeText ? matcher.matches() : matcher.find();
            return found ? matcher.group(1) : "(not found)";
        }
    }

    static Stream<Shape> shapes() {
        return Stream.of(0, Pattern.DOTALL)
                .flatMap(flags -> Stream.of(
                        new Shape("json", "\"NAME\":\"([^\"]*)\"", flags, false),
                        new Shape("json", "\"NAME\":\"(.*?)\"", flags, false),
                        new Shape("json", ".*\"NAME\"\\s*:\\s*\"(.*?)\".*", flags, true),
                        new Shape("xml", "<NAME>([^<]*)</NAME>", flags, false),
                        new Shape("xml", "<NAME>(.*?)</NAME>", flags, false),
                        new Shape("kv", "(?:^|\\|)NAME=([^|]*)", flags, false),
                        new Shape("kv", "(?:.*\\|)?NAME=(.*?)(?:\\|.*)?", flags, true),
                        new Shape("five9xml", "name=\"NAME\" expr=\"'([^']*)'\"", flags, false),
                        new Shape("five9xml", "<var name=\"NAME\" expr=\"'(.*?)'\"/>", flags, false)));
    }

    @BeforeAll
    static void start() throws Exception {
        world = new ContractWorld(folder, Map.of());
        conversation = world.conversation();
        ApiServer.Answer committed = Signed.outcome(
                world.server,
                world.server.demo().webhookSecret(),
                Json.mapper()
                        .createObjectNode()
                        .put("conversation_id", conversation)
                        .put("outcome", "qualified")
                        .put("summary", HOSTILE)
                        .put("intent", HOSTILE)
                        .put("callback_at", "2026-03-02T17:00:00-07:00")
                        .put("consent", true)
                        .<com.fasterxml.jackson.databind.node.ObjectNode>set(
                                "route",
                                Json.mapper()
                                        .createObjectNode()
                                        .put("type", "SkillTransfer")
                                        .put("value", "Sales 'West' & Co")
                                        .put("reason", HOSTILE))
                        .set("variables", Json.mapper().createObjectNode().put("budget", HOSTILE))
                        .toString());
        assertThat(committed.status()).as(committed.text()).isEqualTo(200);
        world.server
                .bean("conversations", Conversations.class)
                .end(conversation, new EndFacts("caller", "hung up", "", 0));
        expected = new LinkedHashMap<>();
        Json.mapper()
                .readTree(answer("json"))
                .fields()
                .forEachRemaining(
                        field -> expected.put(field.getKey(), field.getValue().asText()));
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    private static String answer(String format) throws Exception {
        String customer = world.server
                .get("/api/v1/conversations/" + conversation)
                .key(world.key())
                .send()
                .at("/ani");
        ApiServer.Answer answer = world.server
                .get("/five9/v1/outcome?vars=1&ani=" + customer.replace("+", "%2B") + "&format=" + format)
                .key(world.server.demo().five9Key())
                .send();
        assertThat(answer.status()).isEqualTo(200);
        return answer.text();
    }

    /** What a format does to a value so that the expressions above end where it does. */
    private static String written(String format, String value) {
        UnaryOperator<String> escaped =
                text -> text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return switch (format) {
            case "json" -> value.replace("\\", "\\\\");
            case "xml" -> escaped.apply(value);
            case "kv" -> value.replace('|', '/');
            default -> escaped.apply(value.replace('\'', '`').replace('\\', '/'));
        };
    }

    @Test
    void theAnswerHasEveryFieldOfTheDocument() throws Exception {
        JsonNode document = new YAMLMapper().readTree(Files.readAllBytes(Path.of("config/openapi/five9.yaml")));
        List<String> fields = new ArrayList<>();
        document.at("/components/schemas/Outcome/properties").fieldNames().forEachRemaining(fields::add);
        fields.remove("link"); // told to who asks for it
        fields.add(fields.size() - 1, "v_budget");

        assertThat(expected.keySet()).containsExactlyElementsOf(fields);
        assertThat(expected)
                .containsEntry("status", "ready")
                .containsEntry("route_value", "Sales 'West' & Co")
                .containsEntry("summary", "Said 'yes', it's <b>5 > 4 & 3</b> 50|50 \\ Größe ✓");
    }

    @ParameterizedTest
    @MethodSource("shapes")
    @Five9({Five9Habit.REGULAR_EXPRESSION, Five9Habit.NAIVE_EXPRESSION})
    void aRegularExpressionFindsEveryField(Shape shape) throws Exception {
        String answer = answer(shape.format());
        Map<String, String> found = new LinkedHashMap<>();
        Map<String, String> wanted = new LinkedHashMap<>();
        expected.forEach((field, value) -> {
            // The older form has it beside the variables
            if (!shape.format().equals("five9xml") || !field.equals("error")) {
                found.put(field, shape.of(answer, field));
                wanted.put(field, written(shape.format(), value));
            }
        });

        assertThat(found).isEqualTo(wanted);
        assertThat(answer).as("one line").doesNotContain("\n", "\r");
    }

    @Test
    @Five9(Five9Habit.OLDER_XML)
    void theOlderModuleFindsEveryVariableAndTheError() throws Exception {
        Element response = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(answer("five9xml"))))
                .getDocumentElement();
        Map<String, String> found = new LinkedHashMap<>();
        NodeList variables = response.getElementsByTagName("var");
        for (int i = 0; i < variables.getLength(); i++) {
            Element variable = (Element) variables.item(i);
            String literal = variable.getAttribute("expr");
            assertThat(literal).startsWith("'").endsWith("'");
            found.put(variable.getAttribute("name"), literal.substring(1, literal.length() - 1));
        }
        Element error = (Element) response.getElementsByTagName("error").item(0);
        found.put("error", error.getAttribute("description"));

        Map<String, String> wanted = new LinkedHashMap<>();
        expected.forEach(
                (field, value) -> wanted.put(field, value.replace('\'', '`').replace('\\', '/')));
        assertThat(found).isEqualTo(wanted);
        assertThat(error.getAttribute("code")).isEqualTo("0");
    }
}
