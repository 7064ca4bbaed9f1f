package dev.lemma.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The static files: a fixed list, read and compressed at start, under an address that holds the hash of them
/// all. What is not in the list does not exist, so no path can lead out of it. Immutable.
final class Assets {
    static final String KATEX = "vendor/katex-0.16.22/";

    private static final String IMMUTABLE = "public, max-age=31536000, immutable";
    private static final List<String> FONTS = List.of(
            "AMS-Regular",
            "Caligraphic-Bold",
            "Caligraphic-Regular",
            "Fraktur-Bold",
            "Fraktur-Regular",
            "Main-Bold",
            "Main-BoldItalic",
            "Main-Italic",
            "Main-Regular",
            "Math-BoldItalic",
            "Math-Italic",
            "SansSerif-Bold",
            "SansSerif-Italic",
            "SansSerif-Regular",
            "Script-Regular",
            "Size1-Regular",
            "Size2-Regular",
            "Size3-Regular",
            "Size4-Regular",
            "Typewriter-Regular");

    private final Map<String, Asset> files;
    private final String prefix;

    /// @param gzip the file compressed, absent where that does not pay
    record Asset(String type, Bytes plain, Optional<Bytes> gzip) {}

    /// Bytes that are shared and never written to.
    static final class Bytes {
        private final byte[] value;

        Bytes(byte[] value) {
            this.value = value;
        }

        byte[] value() {
            return value;
        }
    }

    private Assets(Map<String, Asset> files, String prefix) {
        this.files = files;
        this.prefix = prefix;
    }

    static Assets load(Compression compression) {
        List<String> names = new ArrayList<>(List.of("site.css", "site.js", "icon.svg"));
        names.add(KATEX + "katex.min.js");
        names.add(KATEX + "katex.min.css");
        names.add(KATEX + "LICENSE");
        FONTS.forEach(font -> names.add(KATEX + "fonts/KaTeX_" + font + ".woff2"));
        Map<String, Asset> files = new LinkedHashMap<>();
        MessageDigest digest = sha256();
        for (String name : names) {
            byte[] bytes = read(name);
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
            String type = type(name);
            Optional<Bytes> gzip = Compression.suits(type) && bytes.length >= Compression.MIN_BYTES
                    ? Optional.of(new Bytes(compression.gzip(bytes)))
                    : Optional.empty();
            files.put(name, new Asset(type, new Bytes(bytes), gzip));
        }
        String hash = HexFormat.of().formatHex(digest.digest(), 0, 6);
        return new Assets(Map.copyOf(files), "/static/" + hash + "/");
    }

    /// The address of a file, with the hash.
    String url(String name) {
        if (!files.containsKey(name)) {
            throw new IllegalArgumentException("no static file '" + name + "'");
        }
        return prefix + name;
    }

    /// What all addresses begin with.
    String prefix() {
        return prefix;
    }

    Optional<Asset> find(String path) {
        return path.startsWith(prefix)
                ? Optional.ofNullable(files.get(path.substring(prefix.length())))
                : Optional.empty();
    }

    /// Answers `/static/...`. Compression takes the ready-made form from [#find].
    Reply answer(Request request) {
        Asset asset = find(request.path()).orElseThrow(StatusException::notFound);
        return Reply.ok(asset.type(), asset.plain().value()).withCacheControl(IMMUTABLE);
    }

    private static byte[] read(String name) {
        try (InputStream in = Assets.class.getResourceAsStream("static/" + name)) {
            if (in == null) {
                throw new IllegalStateException("static/" + name + " is not on the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String type(String name) {
        String end = name.substring(name.lastIndexOf('.') + 1);
        return switch (end) {
            case "css" -> "text/css; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            case "svg" -> "image/svg+xml";
            case "woff2" -> "font/woff2";
            default -> "text/plain; charset=utf-8";
        };
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
