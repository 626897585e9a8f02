package io.voicebridge.cli.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.TypeConverter;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.ObjectHelper;
import org.apache.camel.support.http.HttpUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what a route has answered. Bytes and text go out in one piece with their length; a stream goes out piece by
 * piece, each when the one before has been taken, so that a slow reader holds neither a thread nor the whole of it in
 * memory.
 */
final class ResponseWriter {

    private static final Logger LOG = LoggerFactory.getLogger(ResponseWriter.class);
    private static final int PIECE = 64 * 1024;
    private static final String LENGTH = "Content-Length";
    private static final String CACHING = "Cache-Control";

    private ResponseWriter() {}

    /** On the event loop. The future fails if the client has gone. */
    static Future<Void> write(RoutingContext request, Exchange exchange, HeaderFilterStrategy filter) {
        HttpServerResponse response = request.response();
        Message message = exchange.getMessage();
        Object body = message.getBody();
        if (response.ended() || response.closed()) {
            close(body);
            return Future.failedFuture("The client has gone");
        }
        response.setStatusCode(HttpUtil.determineResponseCode(exchange, body));
        putHeaders(response, message, filter);
        RequestQuota.headers(exchange).forEach(response::putHeader);
        if (body instanceof InputStream stream) {
            String length = message.getHeader(LENGTH, String.class);
            if (length == null) {
                response.setChunked(true);
            } else {
                response.putHeader(LENGTH, length);
            }
            return copy(request, stream).onComplete(done -> close(stream));
        }
        if (body == null) {
            return response.end();
        }
        if (body instanceof String text) {
            return response.end(text);
        }
        return response.end(Buffer.buffer(
                body instanceof byte[] bytes
                        ? bytes
                        : exchange.getContext().getTypeConverter().convertTo(byte[].class, exchange, body)));
    }

    private static void putHeaders(HttpServerResponse response, Message message, HeaderFilterStrategy filter) {
        String type = message.getHeader(Exchange.CONTENT_TYPE, String.class);
        if (type != null) {
            response.putHeader(Exchange.CONTENT_TYPE, type);
        }
        // Camel's filter keeps this one back. Whatever a route answers is of somebody: no cache may have it unless it
        // says so.
        response.putHeader(CACHING, message.getHeader(CACHING, "no-store", String.class));
        Exchange exchange = message.getExchange();
        TypeConverter types = exchange.getContext().getTypeConverter();
        for (Map.Entry<String, Object> header : message.getHeaders().entrySet()) {
            Iterator<?> values = ObjectHelper.createIterator(header.getValue(), null, true);
            HttpUtil.applyHeader(filter, exchange, values, types, header.getKey(), (all, first) -> {
                if (all != null) {
                    response.putHeader(header.getKey(), all);
                } else if (first != null) {
                    response.putHeader(header.getKey(), first);
                }
            });
        }
    }

    private static Future<Void> copy(RoutingContext request, InputStream stream) {
        return request.vertx()
                .executeBlocking(() -> stream.readNBytes(PIECE), false)
                .compose(piece -> piece.length == 0
                        ? request.response().end()
                        : request.response().write(Buffer.buffer(piece)).compose(written -> copy(request, stream)));
    }

    private static void close(Object body) {
        if (body instanceof InputStream stream) {
            try {
                stream.close();
            } catch (IOException e) {
                LOG.debug("A file that was read could not be closed", e);
            }
        }
    }
}
