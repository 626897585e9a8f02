package io.voicebridge.security.openid;

import io.voicebridge.security.openid.SignInRefused.Why;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks the provider: so long for a whole answer, so many bytes of it, no redirect. Blocks; thread-safe. */
final class ProviderCalls {

    private static final int MOST = 256 * 1024;

    private final HttpClient http;
    private final Duration patience;

    ProviderCalls(Duration patience) {
        this.patience = patience;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience)
                .build();
    }

    record Answer(int status, byte[] body) {}

    /** @throws SignInRefused if there is no answer in time, or one that is too long */
    Answer send(HttpRequest request) throws SignInRefused {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        CompletableFuture<HttpResponse<Void>> pending = http.sendAsync(
                request,
                HttpResponse.BodyHandlers.ofByteArrayConsumer(part -> part.ifPresent(bytes -> {
                    if (body.size() <= MOST) {
                        body.write(bytes, 0, bytes.length);
                    }
                })));
        try {
            int status = pending.get(patience.toMillis(), TimeUnit.MILLISECONDS).statusCode();
            if (body.size() > MOST) {
                throw refused(request.uri(), "answered more than " + MOST + " bytes", null);
            }
            return new Answer(status, body.toByteArray());
        } catch (TimeoutException e) {
            throw refused(request.uri(), "did not answer within " + patience.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw refused(
                    request.uri(), "cannot be asked: " + e.getCause().getClass().getSimpleName(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused(request.uri(), "was not waited for", e);
        } finally {
            pending.cancel(true);
        }
    }

    byte[] get(URI address) throws SignInRefused {
        Answer answer = send(HttpRequest.newBuilder(address)
                .header("Accept", "application/json")
                .build());
        if (answer.status() != 200) {
            throw refused(address, "answered " + answer.status(), null);
        }
        return answer.body();
    }

    private static SignInRefused refused(URI address, String what, Throwable cause) {
        return new SignInRefused(Why.PROVIDER, address.getHost() + address.getPath() + ' ' + what, cause);
    }
}
