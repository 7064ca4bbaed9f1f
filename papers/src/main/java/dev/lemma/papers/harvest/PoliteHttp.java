package dev.lemma.papers.harvest;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Fetches one page at a time: with a pause between requests, and again, later and later, while the server is
/// busy, the connection breaks or the answer is unusable. One thread at a time.
///
/// Sources: OAI-PMH 2.0, sections 3.1.2.2 (status codes), 3.1.3 (compression) and 3.5 (flow control); RFC 9110,
/// section 15.
final class PoliteHttp implements AutoCloseable {
    private static final int MAX_REDIRECTS = 5;
    private static final int MAX_CONNECT_SECONDS = 30;
    private static final int EXCERPT = 200;

    private final HarvestOptions options;
    private final Pace pace;
    private final HarvestListener listener;
    private final HttpClient client;
    private Optional<Instant> lastAnswer = Optional.empty();

    PoliteHttp(HarvestOptions options, Pace pace, HarvestListener listener) {
        this.options = options;
        this.pace = pace;
        this.listener = listener;
        // No redirects by the client: it would follow them to any host. HTTP/2 brings nothing to one request
        // at a time.
        Duration connect = options.timeout().toSeconds() < MAX_CONNECT_SECONDS
                ? options.timeout()
                : Duration.ofSeconds(MAX_CONNECT_SECONDS);
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connect)
                .build();
    }

    Pace pace() {
        return pace;
    }

    /// Fetches an address until its answer can be read.
    ///
    /// @throws HarvestException if the server refuses, or all tries fail
    <T> Fetched<T> get(URI uri, AnswerReader<T> reader) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            Trouble trouble;
            try {
                HttpResponse<byte[]> response = follow(uri);
                if (response.statusCode() == 200) {
                    byte[] body = decoded(response);
                    return new Fetched<>(body, reader.read(body, attempt));
                }
                trouble = refused(uri, response);
            } catch (UnusableAnswer e) {
                trouble = new Trouble(200, "" + e.getMessage(), Optional.empty(), e);
            } catch (LimitedBody.TooLarge e) {
                throw new HarvestException(
                        uri.toString(), 200, e.getMessage() + "; a larger maxBytes or a smaller page would do", e);
            } catch (IOException e) {
                String said = e.getMessage() == null ? "" : ": " + e.getMessage();
                trouble = new Trouble(0, e.getClass().getSimpleName() + said, Optional.empty(), e);
            }
            if (attempt >= options.maxAttempts()) {
                throw trouble.failure(uri, " after " + attempt + " tries; go on later from the last saved state");
            }
            Duration wait = trouble.asked().orElse(backoff(attempt));
            if (wait.compareTo(options.maxWait()) > 0) {
                throw trouble.failure(
                        uri,
                        "; the server asks to wait " + wait.toSeconds() + " s, more than the "
                                + options.maxWait().toSeconds() + " s allowed; go on later from the last saved state");
            }
            listener.waiting(wait, trouble.reason());
            pace.sleeper().sleep(wait);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }

    /// Half of a doubling time, and up to the other half by chance, so that many harvesters do not come back at
    /// once.
    Duration backoff(int attempt) {
        long full = options.backoff().toMillis();
        long most = options.maxWait().toMillis();
        for (int doubling = 1; doubling < attempt && full < most; doubling++) {
            full *= 2;
        }
        full = Math.min(full, most);
        return Duration.ofMillis(full - full / 2 + pace.random().nextLong(full / 2 + 1));
    }

    private HttpResponse<byte[]> follow(URI uri) throws IOException, InterruptedException {
        URI at = uri;
        for (int hops = 0; hops <= MAX_REDIRECTS; hops++) {
            HttpResponse<byte[]> response = exchange(at);
            switch (response.statusCode()) {
                case 301, 302, 303, 307, 308 -> at = redirected(at, response);
                default -> {
                    return response;
                }
            }
        }
        throw new HarvestException(uri.toString(), 0, "more than " + MAX_REDIRECTS + " redirects; set the final base");
    }

    private static URI redirected(URI from, HttpResponse<byte[]> response) {
        int status = response.statusCode();
        String location = response.headers().firstValue("Location").orElse("");
        if (location.isEmpty()) {
            throw new HarvestException(from.toString(), status, "redirect without Location; expected an address");
        }
        URI to;
        try {
            to = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new HarvestException(from.toString(), status, "redirect to '" + location + "', not an address", e);
        }
        boolean sameHost = to.getHost() != null && to.getHost().equalsIgnoreCase(from.getHost());
        boolean samePlace = to.getScheme().equalsIgnoreCase(from.getScheme()) && port(to) == port(from);
        boolean secured = "https".equalsIgnoreCase(to.getScheme()) && port(to) == 443 && port(from) == 80;
        if (!sameHost || !(samePlace || secured)) {
            throw new HarvestException(
                    from.toString(),
                    status,
                    "redirect to " + to + " leaves the host; if that is right, set it as the base");
        }
        return to;
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    private HttpResponse<byte[]> exchange(URI uri) throws IOException, InterruptedException {
        pause();
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("User-Agent", options.userAgent())
                .header("Accept", "application/xml, text/xml, application/atom+xml")
                .header("Accept-Encoding", "gzip, deflate")
                .GET()
                .build();
        CompletableFuture<HttpResponse<byte[]>> future =
                client.sendAsync(request, info -> new LimitedBody(options.maxBytes()));
        try {
            // The request's own timeout would end with the headers; this one is for the whole answer.
            return future.get(options.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no whole answer within " + options.timeout());
        } catch (ExecutionException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof LimitedBody.TooLarge tooLarge) {
                    throw tooLarge;
                }
            }
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IOException(e.getCause());
        } finally {
            future.cancel(true);
            lastAnswer = Optional.of(pace.clock().instant());
        }
    }

    private void pause() throws InterruptedException {
        if (lastAnswer.isPresent()) {
            Duration passed = Duration.between(lastAnswer.get(), pace.clock().instant());
            // A clock that was set back has passed nothing.
            Duration left =
                    passed.isNegative() ? options.delay() : options.delay().minus(passed);
            if (left.isPositive()) {
                pace.sleeper().sleep(left);
            }
        }
    }

    private byte[] decoded(HttpResponse<byte[]> response) throws IOException {
        String encoding = response.headers().firstValue("Content-Encoding").orElse("");
        return LimitedBody.decoded(response.body(), encoding, options.maxBytes());
    }

    /// What to do about an answer other than 200: wait, or give up at once.
    private Trouble refused(URI uri, HttpResponse<byte[]> response) {
        int status = response.statusCode();
        String reason = "HTTP " + status + excerpt(response);
        boolean passing = status == 408 || status == 429 || (status >= 500 && status != 501 && status != 505);
        if (!passing) {
            throw new HarvestException(uri.toString(), status, reason + "; expected 200, check base and query");
        }
        Instant now = response.headers()
                .firstValue("Date")
                .flatMap(RetryAfter::date)
                .orElse(pace.clock().instant());
        Optional<Duration> asked = response.headers()
                .firstValue("Retry-After")
                .flatMap(value -> RetryAfter.parse(value, now))
                .map(wait -> wait.compareTo(options.delay()) < 0 ? options.delay() : wait);
        return new Trouble(status, reason, asked, null);
    }

    /// The first words of an error page, without its tags.
    private String excerpt(HttpResponse<byte[]> response) {
        String text;
        try {
            text = new String(decoded(response), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
        String words = text.substring(0, Math.min(text.length(), 20 * EXCERPT))
                .replaceAll("(?s)<(script|style|head)\\b.*?</\\1>|<[^>]*>", " ");
        String line = HarvestException.oneLine(words);
        return line.isEmpty() ? "" : " (" + line.substring(0, Math.min(line.length(), EXCERPT)) + ")";
    }

    /// Reads a body.
    interface AnswerReader<T> {
        /// @param attempt number of the try, from 1
        /// @throws UnusableAnswer to have it asked for again
        T read(byte[] body, int attempt) throws UnusableAnswer;
    }

    private record Trouble(
            int status,
            String reason,
            Optional<Duration> asked,
            @Nullable Throwable cause) {
        HarvestException failure(URI uri, String outcome) {
            return cause == null
                    ? new HarvestException(uri.toString(), status, reason + outcome)
                    : new HarvestException(uri.toString(), status, reason + outcome, cause);
        }
    }
}
