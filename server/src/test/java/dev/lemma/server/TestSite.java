package dev.lemma.server;

import dev.lemma.papers.ArxivId;
import dev.lemma.papers.Paper;
import dev.lemma.papers.PaperId;
import dev.lemma.papers.PaperStore;
import dev.lemma.search.Library;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// A site on a free port over a small library in a temporary folder.
final class TestSite implements AutoCloseable {
    static final String SCRIPT_TITLE = "On <script>alert('x')</script> & \"quotes\" in titles";
    static final int FILLERS = 60;

    private final Library library;
    private final Site site;
    private final HttpClient client =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    private TestSite(Library library, Site site) {
        this.library = library;
        this.site = site;
    }

    static TestSite start(Path home) {
        return start(home, papers(), SiteOptions.defaults());
    }

    static TestSite start(Path home, List<Paper> papers, SiteOptions options) {
        Library library = Library.open(home);
        try (PaperStore.Writer writer = library.store().writer()) {
            papers.forEach(paper -> writer.put(paper, false));
            writer.commit();
        }
        if (!library.awaitIndexed(Duration.ofMinutes(1))) {
            throw new IllegalStateException("not indexed within a minute");
        }
        return new TestSite(library, Site.start(library, options.withPort(0)));
    }

    static List<Paper> papers() {
        List<Paper> papers = new ArrayList<>();
        papers.add(arxiv("1706.03762", "Attention Is All You Need")
                .authors(List.of("Ashish Vaswani", "Noam Shazeer", "Niki Parmar"))
                .summary("The dominant sequence transduction models are based on recurrent networks. We propose a new"
                        + " architecture, the Transformer, based solely on attention mechanisms.")
                .categories(List.of("cs.CL", "cs.LG"))
                .published(LocalDate.of(2017, 6, 12))
                .updated(LocalDate.of(2023, 8, 2))
                .comment("15 pages, 5 figures")
                .doi("10.48550/arXiv.1706.03762")
                .build());
        papers.add(new PaperBuilder(PaperId.ofVenue("nips", 2017, "vaswani17"), "Attention Is All You Need")
                .get()
                .authors(List.of("Ashish Vaswani", "Noam Shazeer"))
                .summary("The dominant sequence transduction models are based on recurrent networks.")
                .venue("NeurIPS")
                .year(2017)
                .build());
        papers.add(arxiv("2404.19756", "KAN: Networks with $f(x)=\\sum_q \\Phi_q$ and $\\beta$-splines")
                .authors(List.of("Ziming Liu"))
                .summary(
                        "Inspired by $f : [0,1]^n \\to \\mathbb{R}$ we cost less than $5 and more. Also \\(a<b\\) holds, and"
                                + " $$\\int_0^1 x^2\\,dx = \\tfrac13$$ too. A broken one: $\\frac{1}{$ stays.")
                .categories(List.of("cs.LG", "stat.ML"))
                .published(LocalDate.of(2025, 5, 1))
                .announced(LocalDate.of(2025, 5, 1))
                .build());
        papers.add(arxiv("2505.00001", SCRIPT_TITLE)
                .authors(List.of("<b>Eve</b>", "Robert'); DROP TABLE papers;--"))
                .summary("</p><img src=x onerror=alert(1)> attention to hostile markup & entities &amp; so on.")
                .categories(List.of("cs.CR"))
                .url("javascript:alert(1)")
                .pdf("data:text/html,x")
                .comment("<i>5 pages</i>")
                .published(LocalDate.of(2025, 5, 1))
                .announced(LocalDate.of(2025, 5, 1))
                .build());
        papers.add(arxiv("2505.00002", "机器学习中的注意力机制综述")
                .authors(List.of("苏剑林", "王小明"))
                .summary("本文综述注意力机制，并讨论长上下文外推。")
                .categories(List.of("cs.CL"))
                .published(LocalDate.of(2025, 5, 2))
                .announced(LocalDate.of(2025, 5, 2))
                .build());
        papers.add(arxiv("hep-th/9901001", "Large collaborations in string theory")
                .authors(IntStream.rangeClosed(1, 60)
                        .mapToObj(i -> "Author Number" + i)
                        .toList())
                .summary("Sixty people wrote this.")
                .categories(List.of("hep-th"))
                .published(LocalDate.of(1999, 1, 1))
                .build());
        for (int i = 0; i < FILLERS; i++) {
            papers.add(new PaperBuilder(
                            PaperId.ofVenue("ICLR", 2018 + i % 3, "filler" + i), "Graph neural network study " + i)
                    .get()
                    .authors(List.of("Given Family" + i, "Second Writer"))
                    .summary("We study graph neural networks, part " + i + ", with message passing and attention.")
                    .venue("ICLR")
                    .year(2018 + i % 3)
                    .keywords(List.of("graphs"))
                    .url("https://openreview.net/forum?id=filler" + i)
                    .pdf("https://openreview.net/pdf?id=filler" + i)
                    .build());
        }
        return papers;
    }

    private static Paper.Builder arxiv(String id, String title) {
        return new PaperBuilder(PaperId.of(new ArxivId(id)), title)
                .get()
                .url("https://arxiv.org/abs/" + id)
                .pdf("https://arxiv.org/pdf/" + id)
                .source("test");
    }

    private record PaperBuilder(PaperId id, String title) {
        Paper.Builder get() {
            return Paper.builder(id, title).source("test");
        }
    }

    Library library() {
        return library;
    }

    Site site() {
        return site;
    }

    String url() {
        return site.url();
    }

    /// A GET with headers as name, value, name, value.
    HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    HttpResponse<String> send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(site.url() + path))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .timeout(Duration.ofSeconds(30));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        site.close();
        library.close();
    }
}
