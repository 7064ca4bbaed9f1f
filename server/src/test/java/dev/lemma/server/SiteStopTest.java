package dev.lemma.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteStopTest {
    @TempDir
    private Path home;

    @Test
    void stopsSoonWithIdleAndHalfSentConnectionsOpen() throws Exception {
        TestSite site =
                TestSite.start(home, TestSite.papers(), SiteOptions.defaults().withStopGrace(Duration.ofSeconds(30)));
        HttpResponse<String> page = site.get("/search?q=graph");
        assertThat(page.statusCode()).isEqualTo(200);
        int port = site.site().port();
        try (Socket idle = new Socket(InetAddress.getLoopbackAddress(), port);
                Socket half = new Socket(InetAddress.getLoopbackAddress(), port)) {
            idle.setSoTimeout(15_000);
            String request = "GET /about HTTP/1.1\r\nHost: localhost:" + port + "\r\n\r\n";
            idle.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            // Answered, so accepted: a connection that still waits for this when the server stops is not the
            // case here.
            assertThat(idle.getInputStream().read()).isEqualTo('H');
            half.getOutputStream().write("GET / HTT".getBytes(StandardCharsets.US_ASCII));
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(site::close);
            // Far less than the grace, which is for requests.
            stopped.get(10, TimeUnit.SECONDS);
            // The rest of the answer and then the end; a connection left open would be a time-out.
            assertThat(idle.getInputStream().readAllBytes()).isNotEmpty();
        }
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                .isInstanceOf(java.net.ConnectException.class);
    }

    @Test
    void aRequestInFlightIsAnswered() throws Exception {
        TestSite site =
                TestSite.start(home, TestSite.papers(), SiteOptions.defaults().withStopGrace(Duration.ofSeconds(20)));
        int port = site.site().port();
        String body = "theme=dark&back=/about";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(15_000);
            String head =
                    "POST /preferences HTTP/1.1\r\nHost: localhost:" + port + "\r\nOrigin: http://localhost:" + port
                            + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length()
                            + "\r\n\r\n";
            socket.getOutputStream().write((head + body.substring(0, 5)).getBytes(StandardCharsets.US_ASCII));
            while (!site.get("/metrics").body().contains("lemma_requests_in_flight 2")) {
                Thread.onSpinWait();
            }
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(site::close);
            while (true) {
                HttpResponse<String> refused = site.get("/about");
                if (refused.statusCode() == 503) {
                    break;
                }
            }
            assertThat(stopped).isNotDone();
            socket.getOutputStream().write(body.substring(5).getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 303").contains("theme=dark");
            stopped.get(15, TimeUnit.SECONDS);
        }
    }

    @Test
    void silentConnectionsAreClosed() throws Exception {
        SiteOptions options = SiteOptions.defaults().withReadTimeout(Duration.ofSeconds(1));
        try (TestSite site = TestSite.start(home, TestSite.papers(), options);
                Socket slow =
                        new Socket(InetAddress.getLoopbackAddress(), site.site().port())) {
            slow.setSoTimeout(15_000);
            slow.getOutputStream().write("GET / HTTP/1.1\r\nHost: local".getBytes(StandardCharsets.US_ASCII));
            // Either an error page or nothing, but then the end.
            assertThat(slow.getInputStream().readAllBytes().length).isGreaterThanOrEqualTo(0);
        }
    }
}
