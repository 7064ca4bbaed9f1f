package dev.lemma.server;

import dev.lemma.search.Library;
import io.helidon.http.DirectHandler;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http1.Http1Config;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/// A running site. Started with one call, stopped with [#close]:
///
/// ```java
/// try (Library library = Library.open(home);
///         Site site = Site.start(library, SiteOptions.defaults())) {
///     System.out.println(site.url());
/// }
/// ```
///
/// Each request runs on a virtual thread of its own. The library stays the caller's and is not closed here.
public final class Site implements AutoCloseable {
    /// Bytes of pages kept.
    private static final long PAGE_CACHE = 64L << 20;

    private final WebServer server;
    private final Front front;
    private final Metrics metrics;
    private final Compression compression;
    private final Duration stopGrace;
    private final String url;
    private final int port;

    private Site(
            WebServer server,
            Front front,
            Metrics metrics,
            Compression compression,
            Duration stopGrace,
            String url,
            int port) {
        this.server = server;
        this.front = front;
        this.metrics = metrics;
        this.compression = compression;
        this.stopGrace = stopGrace;
        this.url = url;
        this.port = port;
    }

    /// Starts to serve a library.
    ///
    /// @throws IllegalArgumentException if the host does not exist
    /// @throws IllegalStateException if the port is taken
    public static Site start(Library library, SiteOptions options) {
        return start(library, options, Clock.systemUTC());
    }

    static Site start(Library library, SiteOptions options, Clock clock) {
        InetAddress address = address(options.host());
        // With port 0 the own address is known only once the server listens.
        AtomicReference<String> url = new AtomicReference<>(options.baseUrl().orElse(""));
        Compression compression = new Compression(2 * Runtime.getRuntime().availableProcessors());
        Assets assets = Assets.load(compression);
        Metrics metrics = new Metrics(library);
        Shell shell = new Shell(options.title(), url, assets);
        ErrorPages errors = new ErrorPages(shell);
        Routes routes = Routes.of(library, shell, metrics, LabPages.of(options.labs(), shell), clock);
        String boot = Long.toString(clock.millis() / 10 % 0xfffffffL, 36);
        Set<String> hosts = address.isLoopbackAddress() ? loopbackHosts(options) : Set.of();
        Front front = new Front(
                library, routes, errors, assets, compression, new PageCache(PAGE_CACHE), metrics, hosts, boot);
        WebServer server = WebServer.builder()
                .shutdownHook(false)
                .address(address)
                .port(options.port())
                .maxTcpConnections(options.maxConnections())
                .maxConcurrentRequests(options.maxRequests())
                .maxPayloadSize(options.maxBody())
                // Only blocking sockets obey a read timeout, which is what ends a request sent a byte a minute.
                .useNio(false)
                .idleConnectionTimeout(options.readTimeout())
                .idleConnectionPeriod(options.readTimeout().dividedBy(2))
                .connectionOptions(TimedSockets.of(options.readTimeout()))
                // Requests were waited for before (close), and connections without one are nothing to wait for.
                .shutdownGracePeriod(Duration.ofMillis(100))
                .writeBufferSize(64 << 10)
                .addProtocol(Http1Config.builder()
                        .maxPrologueLength(8 << 10)
                        .maxHeadersSize(16 << 10)
                        // Browsers leave characters such as | and [ as they are: Params decodes them itself.
                        .validatePrologue(false)
                        .validatePath(false)
                        .build())
                .directHandlers(directHandlers(front))
                .routing(routing -> routing.any(front))
                .build()
                .start();
        if (!server.isRunning()) {
            compression.close();
            throw new IllegalStateException("cannot listen on " + options.host() + ":" + options.port()
                    + ": the port is taken or not allowed; choose another one");
        }
        url.compareAndSet("", "http://" + urlHost(options.host()) + ":" + server.port());
        return new Site(server, front, metrics, compression, options.stopGrace(), url.get(), server.port());
    }

    /// The port that is listened on.
    public int port() {
        return port;
    }

    /// Where the home page is, without a slash at the end.
    public String url() {
        return url;
    }

    /// Takes no more requests, waits for those in flight (at most [SiteOptions#stopGrace]) and stops.
    @Override
    public void close() {
        front.stop();
        metrics.awaitIdle(stopGrace);
        server.stop();
        compression.close();
    }

    private static DirectHandlers directHandlers(Front front) {
        DirectHandler handler = (request, type, status, headers, message) -> front.direct(request, status, headers);
        DirectHandlers.Builder builder = DirectHandlers.builder();
        for (EventType type : EventType.values()) {
            builder.addHandler(type, handler);
        }
        return builder.build();
    }

    private static InetAddress address(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("host '" + host + "' is not known; expected an address or a name", e);
        }
    }

    private static String urlHost(String host) {
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    private static Set<String> loopbackHosts(SiteOptions options) {
        Set<String> hosts = new HashSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));
        hosts.add(urlHost(options.host()).toLowerCase(Locale.ROOT));
        options.baseUrl().ifPresent(base -> hosts.add(URI.create(base).getHost().toLowerCase(Locale.ROOT)));
        return hosts;
    }
}
