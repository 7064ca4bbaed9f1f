package dev.lemma.papers.harvest;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/// Answers requests with what was laid in, one after the other, and keeps what was asked.
final class ReplayServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Reply> replies = new ArrayDeque<>();
    private Reply otherwise = exchange -> send(exchange, 404, utf8("nothing is laid in for this request"));
    private final CopyOnWriteArrayList<String> queries = new CopyOnWriteArrayList<>();
    private final CopyOnWriteArrayList<Headers> headers = new CopyOnWriteArrayList<>();

    ReplayServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    URI base() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/oai");
    }

    /// The raw queries, in order.
    CopyOnWriteArrayList<String> queries() {
        return queries;
    }

    Headers headers(int request) {
        return headers.get(request);
    }

    ReplayServer then(Reply reply) {
        synchronized (replies) {
            replies.add(reply);
        }
        return this;
    }

    /// Answers so whenever nothing else is laid in.
    ReplayServer otherwise(Reply reply) {
        synchronized (replies) {
            otherwise = reply;
        }
        return this;
    }

    ReplayServer thenXml(String xml) {
        return then(exchange -> send(exchange, 200, utf8(xml)));
    }

    ReplayServer thenStatus(int status, String header, String value, String body) {
        return then(exchange -> {
            if (!header.isEmpty()) {
                exchange.getResponseHeaders().set(header, value);
            }
            send(exchange, status, utf8(body));
        });
    }

    static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "text/xml; charset=UTF-8");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(utf8(text));
        }
        return bytes.toByteArray();
    }

    static byte[] zlib(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(bytes)) {
            out.write(utf8(text));
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            queries.add(exchange.getRequestURI().getRawQuery());
            headers.add(exchange.getRequestHeaders());
            Reply reply;
            synchronized (replies) {
                reply = replies.isEmpty() ? otherwise : replies.remove();
            }
            reply.send(exchange);
        }
    }

    interface Reply {
        void send(HttpExchange exchange) throws IOException;
    }
}
