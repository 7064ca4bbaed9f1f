package dev.lemma.server;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// How the site is served. Immutable.
///
/// @param host address or name to listen on; the loopback by default, since the site has no accounts
/// @param port 0 (any free one) to 65535
/// @param title name of the site in its header, feeds and the browser's search menu, 1 to 60 characters
/// @param baseUrl address under which readers reach the site (`https://papers.example.org`), for feeds and
///     canonical links; empty: `http://host:port`
/// @param maxConnections open connections at one time, 1 to 100,000
/// @param maxRequests requests worked on at one time, 1 to 100,000; further ones get 503
/// @param maxBody bytes of a request's body, 1 KiB to 16 MiB
/// @param readTimeout how long a connection may be silent, 1 s to 1 h
/// @param stopGrace how long [Site#close] waits for requests in flight, 0 to 1 min
/// @param labs folder of the reports of experiments that the site shows; need not exist
public record SiteOptions(
        String host,
        int port,
        String title,
        Optional<String> baseUrl,
        int maxConnections,
        int maxRequests,
        int maxBody,
        Duration readTimeout,
        Duration stopGrace,
        Optional<Path> labs) {
    /// @throws IllegalArgumentException if a value is out of its range
    public SiteOptions {
        if (host.isBlank()) {
            throw new IllegalArgumentException("host is blank; expected an address or a name, for example 127.0.0.1");
        }
        check("port", port, 0, 65_535);
        title = title.strip();
        check("length of title", title.length(), 1, 60);
        check("maxConnections", maxConnections, 1, 100_000);
        check("maxRequests", maxRequests, 1, 100_000);
        check("maxBody", maxBody, 1 << 10, 16 << 20);
        check("readTimeout in ms", readTimeout.toMillis(), 1_000, 3_600_000);
        check("stopGrace in ms", stopGrace.toMillis(), 0, 60_000);
        baseUrl = baseUrl.map(SiteOptions::checkedBase);
    }

    /// Loopback, port 7070, title "Lemma".
    public static SiteOptions defaults() {
        return new SiteOptions(
                "127.0.0.1",
                7070,
                "Lemma",
                Optional.empty(),
                1_024,
                256,
                64 << 10,
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                Optional.empty());
    }

    public SiteOptions withHost(String value) {
        return new SiteOptions(
                value, port, title, baseUrl, maxConnections, maxRequests, maxBody, readTimeout, stopGrace, labs);
    }

    public SiteOptions withPort(int value) {
        return new SiteOptions(
                host, value, title, baseUrl, maxConnections, maxRequests, maxBody, readTimeout, stopGrace, labs);
    }

    public SiteOptions withTitle(String value) {
        return new SiteOptions(
                host, port, value, baseUrl, maxConnections, maxRequests, maxBody, readTimeout, stopGrace, labs);
    }

    public SiteOptions withBaseUrl(String value) {
        return new SiteOptions(
                host,
                port,
                title,
                Optional.of(value),
                maxConnections,
                maxRequests,
                maxBody,
                readTimeout,
                stopGrace,
                labs);
    }

    public SiteOptions withMaxConnections(int value) {
        return new SiteOptions(host, port, title, baseUrl, value, maxRequests, maxBody, readTimeout, stopGrace, labs);
    }

    public SiteOptions withMaxRequests(int value) {
        return new SiteOptions(
                host, port, title, baseUrl, maxConnections, value, maxBody, readTimeout, stopGrace, labs);
    }

    public SiteOptions withMaxBody(int value) {
        return new SiteOptions(
                host, port, title, baseUrl, maxConnections, maxRequests, value, readTimeout, stopGrace, labs);
    }

    public SiteOptions withReadTimeout(Duration value) {
        return new SiteOptions(
                host, port, title, baseUrl, maxConnections, maxRequests, maxBody, value, stopGrace, labs);
    }

    public SiteOptions withStopGrace(Duration value) {
        return new SiteOptions(
                host, port, title, baseUrl, maxConnections, maxRequests, maxBody, readTimeout, value, labs);
    }

    public SiteOptions withLabs(Path value) {
        return new SiteOptions(
                host,
                port,
                title,
                baseUrl,
                maxConnections,
                maxRequests,
                maxBody,
                readTimeout,
                stopGrace,
                Optional.of(value));
    }

    private static void check(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " " + value + " is not in " + min + ".." + max);
        }
    }

    private static String checkedBase(String text) {
        try {
            URI uri = new URI(text);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            boolean web = scheme.equals("http") || scheme.equals("https");
            String path = uri.getPath() == null ? "" : uri.getPath();
            if (web
                    && uri.getHost() != null
                    && (path.isEmpty() || path.equals("/"))
                    && uri.getQuery() == null
                    && uri.getFragment() == null
                    && uri.getUserInfo() == null) {
                return scheme + "://" + uri.getRawAuthority();
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(baseMessage(text), e);
        }
        throw new IllegalArgumentException(baseMessage(text));
    }

    private static String baseMessage(String text) {
        return "base URL '" + text
                + "' is not of the form https://papers.example.org (no path: the site lives at the root)";
    }
}
