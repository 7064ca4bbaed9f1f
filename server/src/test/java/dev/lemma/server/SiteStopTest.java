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
                TestSite.start(home, TestSite.papers(), SiteOptions.defaults().withStopGrace(Duration.ofSeconds(2)));
        HttpResponse<String> page = site.get("/search?q=graph");
        assertThat(page.statusCode()).isEqualTo(200);
        int port = site.site().port();
        try (Socket idle = new Socket(InetAddress.getLoopbackAddress(), port);
                Socket half = new Socket(InetAddress.getLoopbackAddress(), port)) {
            half.getOutputStream().write("GET / HTT".getBytes(StandardCharsets.US_ASCII));
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(site::close);
            stopped.get(20, TimeUnit.SECONDS);
            assertThat(idle.getInputStream().read()).isEqualTo(-1);
        }
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                .isInstanceOf(java.net.ConnectException.class);
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
