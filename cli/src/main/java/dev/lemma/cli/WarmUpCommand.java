package dev.lemma.cli;

import dev.lemma.papers.Classics;
import dev.lemma.search.Library;
import dev.lemma.search.SearchRequest;
import dev.lemma.server.Site;
import dev.lemma.server.SiteOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `lemma warm-up`: does in a temporary folder what the site does after its start. The launcher runs it once
/// after a build, under a JVM that keeps the classes and profiles of this run for later starts (JEP 483, 514,
/// 515).
@Command(name = "warm-up", hidden = true, description = "Train the start-up cache.")
final class WarmUpCommand implements Callable<Integer> {
    private static final int ROUNDS = 20;
    private static final List<String> QUERIES =
            List.of("attention", "neural machine translation", "title:learning -deep", "\"gradient descent\"");
    private static final List<String> PAGES = List.of(
            "/",
            "/search?q=attention",
            "/search?q=learning&lang=zh",
            "/arxiv/1706.03762",
            "/arxiv/cs.CL",
            "/api/v1/search?q=attention",
            "/health");

    private final Lemma lemma;

    WarmUpCommand(Lemma lemma) {
        this.lemma = lemma;
    }

    @Override
    public Integer call() throws IOException {
        try (TemporaryFolder folder = TemporaryFolder.make();
                Library library = Library.open(folder.path())) {
            Classics.addIfEmpty(library.store());
            library.awaitIndexed(Duration.ofMinutes(1));
            for (int round = 0; round < ROUNDS; round++) {
                QUERIES.forEach(query -> {
                    SearchRequest request = SearchRequest.of(query);
                    new ResultText(lemma.terminal()).print(request, library.search(request));
                });
            }
            try (Site site = Site.start(library, SiteOptions.defaults().withPort(0))) {
                for (int round = 0; round < ROUNDS; round++) {
                    for (String page : PAGES) {
                        get(site.port(), page);
                    }
                }
            }
        }
        return Lemma.OK;
    }

    /// No HTTP client: its classes are of no use to the site.
    private static void get(int port, String page) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            OutputStream out = socket.getOutputStream();
            out.write(("GET " + page
                            + " HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        }
    }
}
