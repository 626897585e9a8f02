package io.voicebridge.cli.five9;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Five9's Configuration Web Services on this machine, in the shapes of the published WSDL, for one user; as the real ones it ends
 * the session of a user who begins another, and it can be told to fail. Thread-safe.
 */
final class Five9Double implements AutoCloseable {

    static final String SERVICE = "http://service.admin.ws.five9.com/";

    /** How a request fails. */
    enum Trouble {
        /** A page of HTML with 500. */
        BROKEN,
        /** It was done, and the connection breaks before the answer. */
        CUT,
        QUOTA,
        /** The name is not known. */
        NO_LIST,
        /** The answer takes longer than anybody waits, or until the double is closed. */
        SLOW
    }

    /** A request that was taken: the operation, and the texts of its elements as {@code name=text}. */
    record Taken(String operation, List<String> texts) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final String authorization;
    private final List<Taken> taken = new ArrayList<>();
    private final Deque<Trouble> troubles = new ArrayDeque<>();
    private int underWay;
    private boolean clashed;

    Five9Double(String user, String password) throws IOException {
        authorization =
                "Basic " + Base64.getEncoder().encodeToString((user + ':' + password).getBytes(StandardCharsets.UTF_8));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/wsadmin/v13/AdminWebService", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/wsadmin/v13/AdminWebService";
    }

    synchronized void fails(Trouble trouble) {
        troubles.add(trouble);
    }

    synchronized List<Taken> taken() {
        return List.copyOf(taken);
    }

    /** Whether two requests of the user were ever under way at once. */
    synchronized boolean clashed() {
        return clashed;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Element operation;
            Trouble trouble;
            synchronized (this) {
                clashed |= ++underWay > 1;
            }
            try {
                operation = operation(exchange.getRequestBody().readAllBytes());
                if (!authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                    answer(exchange, 401, "text/html", "<html>Unauthorized</html>");
                    return;
                }
                synchronized (this) {
                    trouble = troubles.poll();
                    if (trouble == null || trouble == Trouble.CUT) {
                        taken.add(new Taken(operation.getLocalName(), texts(operation)));
                    }
                }
                answer(exchange, operation, trouble);
            } finally {
                synchronized (this) {
                    underWay--;
                }
            }
        }
    }

    private void answer(HttpExchange exchange, Element operation, Trouble trouble) throws IOException {
        if (trouble == Trouble.CUT) {
            return;
        }
        if (trouble == Trouble.SLOW) {
            try {
                closed.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return;
        }
        if (trouble == Trouble.BROKEN) {
            answer(exchange, 500, "text/html", "<html>Internal error</html>");
        } else if (trouble == Trouble.QUOTA) {
            answer(exchange, 500, "text/xml", fault("OperationsLimitExceededFault", "Limit of operations exceeded"));
        } else if (trouble == Trouble.NO_LIST) {
            answer(exchange, 500, "text/xml", fault("AddRecordToListFault", "List was not found."));
        } else {
            String name = operation.getLocalName();
            String content = name.equals("getListsInfo")
                    ? "<return><name>Callbacks</name><size>1</size></return>"
                    : name.equals("addNumbersToDnc")
                            ? "<return>" + texts(operation).size() + "</return>"
                            : "";
            answer(
                    exchange,
                    200,
                    "text/xml",
                    envelope("<ns2:" + name + "Response xmlns:ns2=\"" + SERVICE + "\">" + content + "</ns2:" + name
                            + "Response>"));
        }
    }

    private static String fault(String name, String said) {
        return envelope("<env:Fault><faultcode>env:Server</faultcode><faultstring>" + said
                + "</faultstring><detail><ns2:" + name + " xmlns:ns2=\"" + SERVICE + "\"><message>" + said
                + "</message></ns2:" + name + "></detail></env:Fault>");
    }

    private static String envelope(String body) {
        return "<env:Envelope xmlns:env=\"http://schemas.xmlsoap.org/soap/envelope/\"><env:Header/><env:Body>" + body
                + "</env:Body></env:Envelope>";
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static Element operation(byte[] envelope) throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            return (Element) factory.newDocumentBuilder()
                    .parse(new ByteArrayInputStream(envelope))
                    .getElementsByTagNameNS("http://schemas.xmlsoap.org/soap/envelope/", "Body")
                    .item(0)
                    .getFirstChild();
        } catch (org.xml.sax.SAXException | javax.xml.parsers.ParserConfigurationException e) {
            throw new IOException(e);
        }
    }

    private static List<String> texts(Element element) {
        List<String> texts = new ArrayList<>();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                List<String> within = texts(inner);
                texts.addAll(within.isEmpty() ? List.of(inner.getLocalName() + '=' + inner.getTextContent()) : within);
            }
        }
        return texts;
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
