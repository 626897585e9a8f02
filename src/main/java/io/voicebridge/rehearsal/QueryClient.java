package io.voicebridge.rehearsal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Sends the requests of Query modules, with the habits of Five9: one attempt, no redirect, a few seconds for all of it,
 * a regular expression over the body. Thread-safe.
 */
final class QueryClient {

    /** Far above what a script can use of an answer. */
    private static final int MAX_BODY_BYTES = 64 * 1024;

    private final HttpClient http;
    private final Function<String, Map<String, String>> authorizationProfiles;
    private final UnaryOperator<String> address;

    /**
     * @param authorizationProfiles headers by the name of the profile; empty for one that is not known
     * @param address the address to ask for one in the script
     */
    QueryClient(
            HttpClient http,
            Function<String, Map<String, String>> authorizationProfiles,
            UnaryOperator<String> address) {
        this.http = http;
        this.authorizationProfiles = authorizationProfiles;
        this.address = address;
    }

    private record Answer(int status, String body) {}

    /** @return true if the script goes on, false if it takes the failure branch */
    boolean ask(IvrModule.Query query, ScriptVariables variables, Journal journal) throws InterruptedException {
        long begin = journal.elapsedMs();
        HttpRequest request;
        try {
            request = request(query, variables, journal);
        } catch (IllegalArgumentException e) {
            journal.write(new CallStep.QueryFailed(query.name(), e.getMessage(), 0));
            return false;
        }
        CompletableFuture<HttpResponse<InputStream>> sent =
                http.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
        CompletableFuture<Answer> pending = sent.thenApply(QueryClient::read);
        try {
            Answer answer = pending.get(query.timeout().toMillis(), TimeUnit.MILLISECONDS);
            return take(query, answer, variables, journal, begin);
        } catch (TimeoutException e) {
            sent.cancel(true);
            return failed(query, "no answer within " + query.timeout().toSeconds() + " s", journal, begin);
        } catch (ExecutionException e) {
            return failed(query, "cannot be asked: " + e.getCause(), journal, begin);
        }
    }

    private static boolean failed(IvrModule.Query query, String detail, Journal journal, long begin) {
        journal.write(new CallStep.QueryFailed(query.name(), detail, journal.elapsedMs() - begin));
        return false;
    }

    private static Answer read(HttpResponse<InputStream> response) {
        try (InputStream body = response.body()) {
            return new Answer(
                    response.statusCode(), new String(body.readNBytes(MAX_BODY_BYTES), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpRequest request(IvrModule.Query query, ScriptVariables variables, Journal journal) {
        String parameters = query.parameters().entrySet().stream()
                .map(parameter -> encode(parameter.getKey()) + "="
                        + encode(parameter.getValue().render(variables)))
                .collect(Collectors.joining("&"));
        String url = address.apply(query.url().render(variables));
        boolean form = query.method().equals("POST") && query.body().isEmpty();
        if (!form && !parameters.isEmpty()) {
            url += (url.indexOf('?') < 0 ? "?" : "&") + parameters;
        }
        String body = query.body().map(template -> template.render(variables)).orElse(form ? parameters : "");
        journal.write(new CallStep.QuerySent(query.name(), query.method(), url, body));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .method(
                        query.method(),
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
        headers(query, variables, form).forEach(request::setHeader);
        return request.build();
    }

    private Map<String, String> headers(IvrModule.Query query, ScriptVariables variables, boolean form) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (form) {
            headers.put("Content-Type", "application/x-www-form-urlencoded");
        }
        query.headers().forEach((name, value) -> headers.put(name, value.render(variables)));
        query.authorizationProfile().ifPresent(profile -> headers.putAll(profileHeaders(profile)));
        return headers;
    }

    private Map<String, String> profileHeaders(String profile) {
        Map<String, String> headers = authorizationProfiles.apply(profile);
        if (headers.isEmpty()) {
            throw new IllegalArgumentException("there is no authorization profile '" + profile + "'");
        }
        return headers;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private boolean take(IvrModule.Query query, Answer answer, ScriptVariables variables, Journal journal, long begin) {
        query.statusVariable().ifPresent(name -> variables.set(name, Integer.toString(answer.status())));
        Optional<Map<String, String>> found = query.responses().stream()
                .filter(response -> response.from() <= answer.status() && answer.status() <= response.to())
                .flatMap(response -> response.extraction().from(answer.body()).stream())
                .findFirst();
        Map<String, String> assigned = found.orElse(Map.of());
        assigned.forEach(variables::set);
        journal.write(new CallStep.QueryAnswered(
                query.name(), answer.status(), answer.body(), journal.elapsedMs() - begin, assigned));
        return found.isPresent();
    }
}
