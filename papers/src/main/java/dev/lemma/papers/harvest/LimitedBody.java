package dev.lemma.papers.harvest;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/// Collects a body up to a number of bytes, and lets go of the connection when there are more. (The JDK's own
/// limiting handler does not say which of all `IOException`s is that one.)
final class LimitedBody implements BodySubscriber<byte[]> {
    private final int maxBytes;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> result = new CompletableFuture<>();
    private Optional<Flow.Subscription> subscription = Optional.empty();

    LimitedBody(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return result;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        this.subscription = Optional.of(subscription);
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> items) {
        for (ByteBuffer item : items) {
            if (result.isDone()) {
                return;
            }
            if (item.remaining() > maxBytes - bytes.size()) {
                result.completeExceptionally(new TooLarge(maxBytes));
                subscription.ifPresent(Flow.Subscription::cancel);
                return;
            }
            byte[] part = new byte[item.remaining()];
            item.get(part);
            bytes.writeBytes(part);
        }
    }

    @Override
    public void onError(Throwable failure) {
        result.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        result.complete(bytes.toByteArray());
    }

    /// The body without its compression.
    ///
    /// @param encoding value of `Content-Encoding`, empty for none
    /// @throws TooLarge if it is more than `maxBytes`
    /// @throws IOException if it is broken or its encoding was not asked for
    static byte[] decoded(byte[] body, String encoding, int maxBytes) throws IOException {
        switch (encoding.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> {
                return body;
            }
            case "gzip", "x-gzip" -> {
                try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body), 1 << 16)) {
                    return limited(in, maxBytes);
                }
            }
            case "deflate" -> {
                // RFC 9110, section 8.4.1.2, means the zlib format; some servers send the bare one.
                boolean zlib = body.length >= 2
                        && (body[0] & 0x0f) == 8
                        && (((body[0] & 0xff) << 8) | (body[1] & 0xff)) % 31 == 0;
                try (Inflater inflater = new Inflater(!zlib);
                        InputStream in = new InflaterInputStream(new ByteArrayInputStream(body), inflater, 1 << 16)) {
                    return limited(in, maxBytes);
                }
            }
            default ->
                throw new IOException(
                        "Content-Encoding '" + encoding + "' was not asked for; expected gzip, deflate or none");
        }
    }

    private static byte[] limited(InputStream in, int maxBytes) throws IOException {
        byte[] bytes = in.readNBytes(maxBytes);
        if (bytes.length == maxBytes && in.read() >= 0) {
            throw new TooLarge(maxBytes);
        }
        return bytes;
    }

    /// More bytes than may be taken.
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        TooLarge(int maxBytes) {
            super("the answer has more than " + maxBytes + " bytes");
        }
    }
}
