package dev.lemma.papers.harvest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PoliteHttpTest {
    private final ReplayServer server = new ReplayServer();
    private final FakeTime time = new FakeTime();
    private final List<String> events = new ArrayList<>();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void waitsAsLongAsTheServerAsks() throws Exception {
        server.thenStatus(
                        503, "Retry-After", "17", "<html><head><title>x</title></head><body>Busy, retry</body></html>")
                .thenStatus(429, "Retry-After", "1", "Rate exceeded.")
                .thenXml("<ok/>");

        assertThat(get(options())).isEqualTo("<ok/>");
        assertThat(events).containsExactly("wait 17 s: HTTP 503 (Busy, retry)", "wait 3 s: HTTP 429 (Rate exceeded.)");
        // A wait counts as the pause between requests.
        assertThat(time.sleeps()).containsExactly(Duration.ofSeconds(17), Duration.ofSeconds(3));
    }

    @Test
    void waitsUntilTheDateTheServerNames() throws Exception {
        // The server's own Date (HttpServer sends the real one) is what its Retry-After is compared with.
        String later = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(600));
        server.thenStatus(503, "Retry-After", later, "").thenXml("<ok/>");

        assertThat(get(options())).isEqualTo("<ok/>");
        assertThat(time.sleeps()).hasSize(1);
        assertThat(time.sleeps().getFirst()).isBetween(Duration.ofSeconds(540), Duration.ofSeconds(601));
    }

    @Test
    void doesNotWaitForever() {
        server.thenStatus(503, "Retry-After", "86400", "");

        assertThatThrownBy(() -> get(options()))
                .isInstanceOf(HarvestException.class)
                .hasMessageEndingWith("HTTP 503; the server asks to wait 86400 s, more than the 1800 s allowed; "
                        + "go on later from the last saved state");
        assertThat(time.sleeps()).isEmpty();
    }

    @Test
    void triesLaterAndLater() {
        for (int i = 0; i < 5; i++) {
            server.thenStatus(500 + i, "", "", "");
        }
        HarvestOptions options = options().withMaxAttempts(9).withMaxWait(Duration.ofSeconds(15));

        assertThatThrownBy(() -> get(options)).hasMessageContaining("HTTP 501; expected 200");
        assertThat(time.sleeps()).hasSize(1);
        assertThat(server.queries()).hasSize(2);
    }

    @Test
    void backsOffExponentiallyWithinBounds() {
        try (PoliteHttp http =
                new PoliteHttp(options().withMaxWait(Duration.ofSeconds(60)), time.pace(), HarvestListener.NONE)) {
            for (int attempt = 1; attempt <= 100; attempt++) {
                long full = attempt <= 4 ? 5_000L << (attempt - 1) : 60_000;
                for (int draw = 0; draw < 20; draw++) {
                    assertThat(http.backoff(attempt).toMillis()).isBetween(full / 2, full);
                }
            }
        }
    }

    @Test
    void givesUpAfterTheLastTry() {
        server.otherwise(exchange -> ReplayServer.send(exchange, 502, new byte[0]));

        assertThatThrownBy(() -> get(options()))
                .isInstanceOfSatisfying(HarvestException.class, e -> {
                    assertThat(e.status()).isEqualTo(502);
                    assertThat(e.where()).isEqualTo(server.base().toString());
                })
                .hasMessageEndingWith("HTTP 502 after 3 tries; go on later from the last saved state");
        assertThat(server.queries()).hasSize(3);
    }

    @Test
    void doesNotInsistWhenRefused() {
        server.thenStatus(404, "", "", "<html><body><h1>Not\nFound</h1></body></html>");

        assertThatThrownBy(() -> get(options()))
                .isInstanceOf(HarvestException.class)
                .hasMessageEndingWith("HTTP 404 (Not Found); expected 200, check base and query");
        assertThat(server.queries()).hasSize(1);
    }

    @Test
    void unpacksCompressedAnswers() throws Exception {
        String text = "<a>Erdős</a>".repeat(1000);
        server.then(exchange -> encoded(exchange, "gzip", ReplayServer.gzip(text)))
                .then(exchange -> encoded(exchange, "deflate", ReplayServer.zlib(text)))
                .then(exchange -> encoded(exchange, "deflate", rawDeflate(text)))
                .then(exchange -> encoded(exchange, "identity", ReplayServer.utf8(text)));

        for (int i = 0; i < 4; i++) {
            assertThat(get(options())).isEqualTo(text);
        }
        assertThat(events).isEmpty();
    }

    @Test
    void triesAgainAfterBrokenCompression() throws Exception {
        byte[] packed = ReplayServer.gzip("<ok/>".repeat(1000));
        server.then(exchange -> encoded(exchange, "gzip", Arrays.copyOf(packed, packed.length / 2)))
                .then(exchange -> encoded(exchange, "br", packed))
                .thenXml("<ok/>");

        assertThat(get(options())).isEqualTo("<ok/>");
        assertThat(events.get(0)).contains("EOFException");
        assertThat(events.get(1)).contains("Content-Encoding 'br' was not asked for");
    }

    @Test
    void stopsAtTheSizeLimit() throws Exception {
        HarvestOptions options = options().withMaxBytes(100_000);
        byte[] bomb = ReplayServer.gzip("x".repeat(100_001));
        server.thenXml("x".repeat(100_001))
                .then(exchange -> encoded(exchange, "gzip", bomb))
                .thenXml("x".repeat(100_000));

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> get(options))
                    .isInstanceOf(HarvestException.class)
                    .hasMessageEndingWith(
                            "the answer has more than 100000 bytes; a larger maxBytes or a smaller page would do");
        }
        assertThat(get(options)).hasSize(100_000);
        assertThat(server.queries()).hasSize(3);
    }

    @Test
    void stopsAnEndlessBody() {
        server.then(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                byte[] part = new byte[8192];
                while (true) {
                    out.write(part);
                }
            }
        });

        assertThatThrownBy(() -> get(options().withMaxBytes(1_000_000)))
                .hasMessageContaining("more than 1000000 bytes");
    }

    @Test
    void endsWaitingForASlowAnswer() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        server.then(exchange -> {
                    exchange.sendResponseHeaders(200, 1000);
                    exchange.getResponseBody().write('<');
                    exchange.getResponseBody().flush();
                    try {
                        over.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                })
                .thenXml("<ok/>");

        assertThat(get(options().withTimeout(Duration.ofMillis(300)))).isEqualTo("<ok/>");
        over.countDown();
        assertThat(events).hasSize(1);
        assertThat(events.getFirst()).contains("no whole answer within PT0.3S");
    }

    @Test
    void triesAgainAfterATruncatedBody() throws Exception {
        server.then(exchange -> {
                    exchange.sendResponseHeaders(200, 1000);
                    exchange.getResponseBody().write(ReplayServer.utf8("<half"));
                    exchange.getResponseBody().flush();
                })
                .thenXml("<ok/>");

        assertThat(get(options())).isEqualTo("<ok/>");
        assertThat(events).hasSize(1);
        assertThat(events.getFirst()).contains("IOException");
    }

    @Test
    void triesAgainAfterAReset() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread thread = Thread.ofVirtual().start(() -> resetThenAnswer(socket));
            URI uri = URI.create("http://localhost:" + socket.getLocalPort() + "/oai");

            assertThat(get(options().withBase(uri).withMaxAttempts(6))).isEqualTo("<ok/>");
            thread.join();
        }
        assertThat(events).isNotEmpty();
    }

    @Test
    void followsRedirectsOnTheHost() throws Exception {
        server.thenStatus(301, "Location", "/oai2", "")
                .thenStatus(307, "Location", server.base() + "?x=1", "")
                .thenXml("<ok/>");

        assertThat(get(options())).isEqualTo("<ok/>");
        assertThat(server.queries()).containsExactly(null, null, "x=1");
        assertThat(time.sleeps()).hasSize(2);
    }

    @Test
    void refusesRedirectsElsewhere() {
        server.thenStatus(302, "Location", "http://169.254.169.254/latest/meta-data", "")
                .thenStatus(302, "Location", "//other.example/oai", "")
                .thenStatus(302, "Location", "http://localhost:1/oai", "")
                .thenStatus(302, "Location", "file:///etc/passwd", "")
                .thenStatus(302, "Location", "http://[", "")
                .thenStatus(302, "", "", "");

        for (String reason : List.of("leaves", "leaves", "leaves", "leaves", "not an address", "without Location")) {
            assertThatThrownBy(() -> get(options()))
                    .isInstanceOf(HarvestException.class)
                    .hasMessageContaining(reason);
        }
    }

    @Test
    void endsRedirectLoops() {
        server.otherwise(exchange -> {
            exchange.getResponseHeaders().set("Location", "/oai");
            ReplayServer.send(exchange, 302, new byte[0]);
        });

        assertThatThrownBy(() -> get(options())).hasMessageContaining("more than 5 redirects");
    }

    @Test
    void stopsWhenInterrupted() {
        server.thenStatus(503, "Retry-After", "10", "");
        Pace pace = new Pace(
                time.pace().clock(),
                wait -> {
                    throw new InterruptedException();
                },
                time.pace().random());

        try (PoliteHttp http = new PoliteHttp(options(), pace, HarvestListener.NONE)) {
            assertThatThrownBy(() -> http.get(server.base(), (body, attempt) -> body))
                    .isInstanceOf(InterruptedException.class);
        }
    }

    private String get(HarvestOptions options) throws InterruptedException {
        try (PoliteHttp http = new PoliteHttp(options, time.pace(), new Events(events))) {
            return http.get(options.base(), (body, attempt) -> new String(body, UTF_8))
                    .answer();
        }
    }

    private HarvestOptions options() {
        return HarvestOptions.oai().withBase(server.base()).withMaxAttempts(3);
    }

    private static void encoded(HttpExchange exchange, String encoding, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Encoding", encoding);
        ReplayServer.send(exchange, 200, body);
    }

    private static byte[] rawDeflate(String text) throws IOException {
        byte[] zlib = ReplayServer.zlib(text);
        return Arrays.copyOfRange(zlib, 2, zlib.length - 4);
    }

    private static void resetThenAnswer(ServerSocket server) {
        try {
            // The client repeats a request once by itself when a connection ends before any answer.
            for (int i = 0; i < 3; i++) {
                try (Socket socket = server.accept()) {
                    socket.getInputStream().read();
                    socket.setSoLinger(true, 0);
                }
            }
            try (Socket socket = server.accept()) {
                byte[] request = new byte[8192];
                socket.getInputStream().read(request);
                socket.getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\n<ok/>"
                                .getBytes(UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
