package dev.lemma.server;

import dev.lemma.search.Library;
import io.helidon.http.DateTime;
import io.helidon.http.DirectHandler;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;

/// What every request goes through: its name and time, the reader's language, the route, the page cache,
/// conditional requests, compression, security headers, errors as pages, and measuring. Thread-safe.
final class Front implements Handler {
    private static final System.Logger LOG = System.getLogger(Front.class.getName());

    /// The policy of every answer. Scripts, styles and fonts come from here only and never inline; KaTeX sets
    /// styles through the CSS object model, which a policy does not restrict.
    static final String CSP =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
                    + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static final List<Header> SECURITY = List.of(
            HeaderValues.createCached("Content-Security-Policy", CSP),
            HeaderValues.createCached("X-Content-Type-Options", "nosniff"),
            HeaderValues.createCached("Referrer-Policy", "same-origin"),
            HeaderValues.createCached("Cross-Origin-Opener-Policy", "same-origin"),
            HeaderValues.createCached("Cross-Origin-Resource-Policy", "same-origin"),
            HeaderValues.createCached("Permissions-Policy", "camera=(), geolocation=(), microphone=()"));
    private static final HeaderName REQUEST_ID = HeaderNames.create("X-Request-Id");
    private static final Header GZIP = HeaderValues.createCached("Content-Encoding", "gzip");
    private static final Header VARY_PAGE =
            HeaderValues.createCached("Vary", "Accept-Encoding, Accept-Language, Cookie");
    private static final Header VARY_DATA = HeaderValues.createCached("Vary", "Accept-Encoding");

    private final Library library;
    private final Routes routes;
    private final ErrorPages errors;
    private final Assets assets;
    private final Compression compression;
    private final PageCache cache;
    private final Metrics metrics;
    private final Set<String> hosts;
    private final String boot;
    private final AtomicLong requests = new AtomicLong();
    private volatile boolean stopping;

    /// @param hosts host names that requests may ask for; empty for any
    /// @param boot differs from start to start, so that no browser keeps a page of an older build
    Front(
            Library library,
            Routes routes,
            ErrorPages errors,
            Assets assets,
            Compression compression,
            PageCache cache,
            Metrics metrics,
            Set<String> hosts,
            String boot) {
        this.library = library;
        this.routes = routes;
        this.errors = errors;
        this.assets = assets;
        this.compression = compression;
        this.cache = cache;
        this.metrics = metrics;
        this.hosts = Set.copyOf(hosts);
        this.boot = boot;
    }

    /// From now on requests are refused and connections end with the answer at hand.
    void stop() {
        stopping = true;
    }

    @Override
    public void handle(ServerRequest raw, ServerResponse response) {
        long start = System.nanoTime();
        metrics.begin();
        String route = "none";
        int status = 500;
        Request request = base(raw);
        try {
            if (stopping) {
                throw new StatusException(503, Msg.ERROR_BUSY);
            }
            request = routed(request, raw);
            Route found = routes.find(request);
            route = found.pattern();
            Answer answer = answer(found, request);
            status = answer.reply.status();
            send(request, response, answer);
        } catch (StatusException e) {
            status = e.status();
            send(request, response, new Answer(errors.reply(request, e)));
        } catch (RuntimeException | StackOverflowError e) {
            if (response.isSent()) {
                throw e;
            }
            LOG.log(
                    System.Logger.Level.ERROR,
                    "request " + request.id() + " failed: " + request.method() + " " + request.path(),
                    e);
            send(request, response, new Answer(errors.reply(request, new StatusException(500, Msg.ERROR_INTERNAL))));
        } finally {
            metrics.end(route, status, System.nanoTime() - start);
        }
        // Helidon announces the close but leaves it to the client (RFC 9112, section 9.6, wants the server to
        // close).
        if (stopping || raw.headers().containsToken(HeaderValues.CONNECTION_CLOSE)) {
            throw new CloseConnectionException("the client asked for it");
        }
    }

    /// The answer to a request that never reached a route: broken first line or headers, too long, too large.
    DirectHandler.TransportResponse direct(
            DirectHandler.TransportRequest raw, Status defaultStatus, ServerResponseHeaders headers) {
        int status = defaultStatus.code();
        Msg reason = switch (status) {
            case 413 -> Msg.ERROR_TOO_LARGE;
            case 414 -> Msg.ERROR_TOO_LONG;
            case 503 -> Msg.ERROR_BUSY;
            default -> status >= 500 ? Msg.ERROR_INTERNAL : Msg.ERROR_BAD_REQUEST;
        };
        ServerRequestHeaders sent = raw.headers();
        Request request = new Request(
                nextId(),
                raw.method(),
                raw.path().startsWith("/api/") ? "/api/" : "/",
                "/",
                Params.NONE,
                Language.ofHeader(sent.first(HeaderNames.ACCEPT_LANGUAGE).orElse("")),
                Theme.AUTO,
                name -> "",
                () -> Params.NONE);
        Reply reply = errors.reply(request, new StatusException(status, reason));
        metrics.begin();
        metrics.end("none", status, 0);
        DirectHandler.TransportResponse.Builder builder = DirectHandler.TransportResponse.builder()
                .status(defaultStatus)
                .headers(headers)
                .header(HeaderNames.CONTENT_TYPE, reply.type())
                .header(HeaderNames.CACHE_CONTROL, reply.cacheControl())
                .header(REQUEST_ID, request.id())
                .keepAlive(false);
        SECURITY.forEach(builder::header);
        return builder.entity(reply.body()).build();
    }

    /// An answer ready to be sent.
    private static final class Answer {
        private final Reply reply;
        private final Optional<Assets.Bytes> gzip;
        private final String etag;
        private final Route.Caching caching;

        Answer(Reply reply, Optional<Assets.Bytes> gzip, String etag, Route.Caching caching) {
            this.reply = reply;
            this.gzip = gzip;
            this.etag = etag;
            this.caching = caching;
        }

        Answer(Reply reply) {
            this(reply, Optional.empty(), "", Route.Caching.NONE);
        }
    }

    private Answer answer(Route route, Request request) {
        if (route.caching() == Route.Caching.NONE) {
            Optional<Assets.Bytes> ready = assets.find(request.path()).flatMap(Assets.Asset::gzip);
            return new Answer(route.page().answer(request), ready, "", route.caching());
        }
        long version = library.version();
        boolean page = route.caching() == Route.Caching.PAGE;
        String reader = page ? request.language().code() + request.theme().key() : "";
        String versionTag = "W/\"" + Long.toString(version, 36) + "-" + boot + reader + "\"";
        boolean byContent = route.caching() == Route.Caching.FEED;
        if (!byContent && matches(request.header("If-None-Match"), versionTag)) {
            return new Answer(
                    Reply.ok(Reply.HTML, new byte[0]).withStatus(304), Optional.empty(), versionTag, route.caching());
        }
        String key = reader + request.target();
        Optional<PageCache.Entry> kept = cache.get(key, version);
        PageCache.Entry entry;
        if (kept.isPresent()) {
            metrics.cacheHit();
            entry = kept.get();
        } else {
            Reply reply = route.page().answer(request);
            Optional<Assets.Bytes> gzip =
                    reply.body().length >= Compression.MIN_BYTES && Compression.suits(reply.type())
                            ? Optional.of(new Assets.Bytes(compression.gzip(reply.body())))
                            : Optional.empty();
            entry = new PageCache.Entry(reply, gzip);
            if (reply.status() == 200) {
                cache.put(key, version, entry);
            }
        }
        Reply reply = entry.reply();
        if (reply.status() != 200) {
            return new Answer(reply, entry.gzip(), "", route.caching());
        }
        if (!byContent) {
            return new Answer(reply, entry.gzip(), versionTag, route.caching());
        }
        String contentTag = "W/\"" + crc(reply.body()) + "\"";
        return notModified(request, reply, contentTag)
                ? new Answer(reply.withStatus(304), Optional.empty(), contentTag, route.caching())
                : new Answer(reply, entry.gzip(), contentTag, route.caching());
    }

    private void send(Request request, ServerResponse response, Answer answer) {
        Reply reply = answer.reply;
        response.status(Status.create(reply.status()));
        ServerResponseHeaders headers = response.headers();
        for (Header header : SECURITY) {
            headers.set(header);
        }
        headers.set(HeaderValues.create(REQUEST_ID, request.id()));
        headers.set(HeaderValues.create(HeaderNames.CACHE_CONTROL, reply.cacheControl()));
        if (!answer.etag.isEmpty()) {
            headers.set(HeaderValues.create(HeaderNames.ETAG, answer.etag));
        }
        for (Map.Entry<String, String> header : reply.headers().entrySet()) {
            headers.set(HeaderNames.create(header.getKey()), header.getValue());
        }
        headers.set(answer.caching == Route.Caching.PAGE ? VARY_PAGE : VARY_DATA);
        if (reply.status() == 304) {
            response.send();
            return;
        }
        headers.set(HeaderValues.create(HeaderNames.CONTENT_TYPE, reply.type()));
        byte[] body = reply.body();
        if (body.length >= Compression.MIN_BYTES && Compression.accepted(request.header("Accept-Encoding"))) {
            if (answer.gzip.isPresent()) {
                headers.set(GZIP);
                body = answer.gzip.get().value();
            } else if (Compression.suits(reply.type())) {
                headers.set(GZIP);
                body = compression.gzip(body);
            }
        }
        headers.set(HeaderValues.create(HeaderNames.CONTENT_LENGTH, body.length));
        if (request.method().equals("HEAD")) {
            response.send();
        } else {
            response.send(body);
        }
    }

    private Request base(ServerRequest raw) {
        ServerRequestHeaders headers = raw.headers();
        String cookies = headers.first(HeaderNames.COOKIE).orElse("");
        Language language = Language.ofCode(Request.cookie(cookies, Preferences.LANGUAGE_COOKIE))
                .orElseGet(() -> Language.ofHeader(
                        headers.first(HeaderNames.ACCEPT_LANGUAGE).orElse("")));
        Theme theme =
                Theme.ofKey(Request.cookie(cookies, Preferences.THEME_COOKIE)).orElse(Theme.AUTO);
        return new Request(
                nextId(),
                raw.prologue().method().text(),
                "/",
                "/",
                Params.NONE,
                language,
                theme,
                name -> headers.first(HeaderNames.create(name)).orElse(""),
                () -> Params.parse(new String(raw.content().as(byte[].class), StandardCharsets.UTF_8)));
    }

    private Request routed(Request base, ServerRequest raw) {
        String rawPath = raw.prologue().uriPath().rawPath();
        String query = raw.prologue().query().rawValue();
        Params params = Params.parse(query);
        Request request = new Request(
                base.id(),
                base.method(),
                Params.decodePath(rawPath),
                query.isEmpty() ? rawPath : rawPath + "?" + query,
                params,
                Language.ofCode(params.get("lang")).orElse(base.language()),
                base.theme(),
                base.headers(),
                base.form());
        checkHost(base.header("Host"));
        return request;
    }

    /// A page of another site that points its own name at the loopback address must not read this one ("DNS
    /// rebinding").
    private void checkHost(String header) {
        if (hosts.isEmpty()) {
            return;
        }
        int colon = header.lastIndexOf(':');
        String name = colon > header.lastIndexOf(']') ? header.substring(0, colon) : header;
        if (!hosts.contains(name.toLowerCase(Locale.ROOT))) {
            throw new StatusException(421, Msg.ERROR_HOST, name);
        }
    }

    private String nextId() {
        return boot + "-" + Long.toString(requests.incrementAndGet(), 36);
    }

    private static boolean notModified(Request request, Reply reply, String etag) {
        String wanted = request.header("If-None-Match");
        if (!wanted.isEmpty()) {
            return matches(wanted, etag);
        }
        String since = request.header("If-Modified-Since");
        String modified = reply.headers().getOrDefault("Last-Modified", "");
        if (since.isEmpty() || modified.isEmpty()) {
            return false;
        }
        try {
            ZonedDateTime theirs = DateTime.parse(since);
            return !DateTime.parse(modified).isAfter(theirs);
        } catch (DateTimeException e) {
            return false;
        }
    }

    /// Whether an `If-None-Match` header names a weak tag.
    private static boolean matches(String header, String etag) {
        return !header.isEmpty() && (header.equals("*") || header.contains(etag.substring(2)));
    }

    private static String crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return Long.toString(crc.getValue(), 36) + "-" + Integer.toString(bytes.length, 36);
    }
}
