package io.voicebridge.cli.trunk;

import com.twilio.http.HttpClient;
import com.twilio.http.Request;
import com.twilio.http.Response;
import java.util.Arrays;
import java.util.Optional;
import org.apache.hc.core5.http.Header;

/**
 * How Twilio's SDK asks over HTTP: each request once, because what makes something must not be made twice, and at the address
 * that the settings name. Of one run; not thread-safe.
 */
final class TwilioHttp extends HttpClient {

    private static final String PUBLISHED = "https://api.twilio.com";

    private final HttpClient client;
    private final String root;
    private Header[] last = {};

    /** @param root where the 2010 API is, without a slash at its end */
    TwilioHttp(HttpClient client, String root) {
        this.client = client;
        this.root = root;
    }

    /** The SDK's own repeats whatever was answered with 5xx. */
    @Override
    public Response reliableRequest(Request request) {
        return makeRequest(request);
    }

    @Override
    public Response makeRequest(Request request) {
        last = new Header[0];
        Response response = client.makeRequest(at(request));
        last = response.getHeaders() == null ? last : response.getHeaders();
        return response;
    }

    /** Of the last answer. */
    Optional<String> header(String name) {
        return Arrays.stream(last)
                .filter(header -> header.getName().equalsIgnoreCase(name))
                .map(Header::getValue)
                .findFirst();
    }

    private Request at(Request request) {
        if (root.equals(PUBLISHED) || !request.getUrl().startsWith(PUBLISHED)) {
            return request;
        }
        Request there = new Request(request.getMethod(), root + request.getUrl().substring(PUBLISHED.length()));
        if (request.requiresAuthentication()) {
            there.setAuth(request.getUsername(), request.getPassword());
        }
        request.getQueryParams().forEach((name, values) -> values.forEach(value -> there.addQueryParam(name, value)));
        request.getPostParams().forEach((name, values) -> values.forEach(value -> there.addPostParam(name, value)));
        request.getHeaderParams().forEach((name, values) -> values.forEach(value -> there.addHeaderParam(name, value)));
        if (request.getContentType() != null) {
            there.setContentType(request.getContentType());
        }
        return there;
    }
}
