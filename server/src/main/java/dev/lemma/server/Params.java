package dev.lemma.server;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// The parameters of a query string or of a posted form; of a repeated name the first counts. Immutable.
final class Params {
    static final Params NONE = new Params(Map.of());

    private static final int MAX_PARAMS = 64;

    private final Map<String, String> values;

    private Params(Map<String, String> values) {
        this.values = values;
    }

    /// Decodes `a=1&b=2`. Never fails: what is no percent code stays as it is, what is no UTF-8 becomes U+FFFD.
    static Params parse(String raw) {
        if (raw.isEmpty()) {
            return NONE;
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int start = 0; start <= raw.length() && values.size() < MAX_PARAMS; ) {
            int ampersand = raw.indexOf('&', start);
            int end = ampersand < 0 ? raw.length() : ampersand;
            int equals = raw.indexOf('=', start);
            if (equals < 0 || equals > end) {
                equals = end;
            }
            if (equals > start) {
                values.putIfAbsent(decode(raw, start, equals), equals < end ? decode(raw, equals + 1, end) : "");
            }
            start = end + 1;
        }
        return new Params(values);
    }

    /// The value, or an empty text.
    String get(String name) {
        return values.getOrDefault(name, "");
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /// Decodes a path strictly; `+` is itself.
    ///
    /// @throws StatusException 400 for a broken percent code, broken UTF-8 or a control character
    static String decodePath(String raw) {
        if (raw.indexOf('%') < 0) {
            for (int i = 0; i < raw.length(); i++) {
                if (raw.charAt(i) >= 127) {
                    throw new StatusException(400, Msg.ERROR_BAD_PATH);
                }
            }
            checkPlain(raw);
            return raw;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                int value = i + 2 < raw.length() ? hex(raw.charAt(i + 1)) << 4 | hex(raw.charAt(i + 2)) : -1;
                if (value < 0) {
                    throw new StatusException(400, Msg.ERROR_BAD_PATH);
                }
                bytes.write(value);
                i += 2;
            } else if (c < 128) {
                bytes.write(c);
            } else {
                throw new StatusException(400, Msg.ERROR_BAD_PATH);
            }
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
            checkPlain(text);
            return text;
        } catch (CharacterCodingException e) {
            throw new StatusException(400, Msg.ERROR_BAD_PATH);
        }
    }

    private static void checkPlain(String path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c < ' ' || c == 127 || c == '\uFFFD') {
                throw new StatusException(400, Msg.ERROR_BAD_PATH);
            }
        }
    }

    private static String decode(String raw, int start, int end) {
        boolean plain = true;
        for (int i = start; i < end && plain; i++) {
            char c = raw.charAt(i);
            plain = c != '%' && c != '+';
        }
        if (plain) {
            return raw.substring(start, end);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(end - start);
        for (int i = start; i < end; i++) {
            char c = raw.charAt(i);
            int value = c == '%' && i + 2 < end ? hex(raw.charAt(i + 1)) << 4 | hex(raw.charAt(i + 2)) : -1;
            if (value >= 0) {
                bytes.write(value);
                i += 2;
            } else {
                bytes.write(c == '+' ? ' ' : c < 128 ? c : '?');
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /// The value of a hexadecimal digit; so negative that a shifted or joined value stays below 0 if it is
    /// none.
    private static int hex(char c) {
        return c >= '0' && c <= '9'
                ? c - '0'
                : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : Integer.MIN_VALUE >> 4;
    }
}
