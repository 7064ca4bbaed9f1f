package dev.lemma.server;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// An answer before compression and conditional requests. Immutable; the body is shared, nobody writes to it.
final class Reply {
    static final String HTML = "text/html; charset=utf-8";
    static final String JSON = "application/json; charset=utf-8";
    static final String ATOM = "application/atom+xml; charset=utf-8";

    /// May be stored by the reader's browser, asked about on every use.
    static final String REVALIDATE = "private, no-cache";

    static final String NO_STORE = "no-store";

    private final int status;
    private final String type;
    private final byte[] body;
    private final String cacheControl;
    private final Map<String, String> headers;

    private Reply(int status, String type, byte[] body, String cacheControl, Map<String, String> headers) {
        this.status = status;
        this.type = type;
        this.body = body;
        this.cacheControl = cacheControl;
        this.headers = headers;
    }

    static Reply ok(String type, byte[] body) {
        return new Reply(200, type, body, REVALIDATE, Map.of());
    }

    static Reply html(byte[] body) {
        return ok(HTML, body);
    }

    static Reply text(int status, String type, String body) {
        return new Reply(status, type, body.getBytes(StandardCharsets.UTF_8), NO_STORE, Map.of());
    }

    /// A redirect.
    ///
    /// @param location a place on this site, encoded
    static Reply redirect(int status, String location) {
        if (!Url.isLocal(location)) {
            throw new IllegalArgumentException("not a place on this site: '" + location + "'");
        }
        return new Reply(status, "text/plain; charset=utf-8", new byte[0], NO_STORE, Map.of("Location", location));
    }

    Reply withStatus(int value) {
        return new Reply(value, type, body, cacheControl, headers);
    }

    Reply withCacheControl(String value) {
        return new Reply(status, type, body, value, headers);
    }

    Reply withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, type, body, cacheControl, Map.copyOf(more));
    }

    int status() {
        return status;
    }

    String type() {
        return type;
    }

    byte[] body() {
        return body;
    }

    String cacheControl() {
        return cacheControl;
    }

    Map<String, String> headers() {
        return headers;
    }
}
