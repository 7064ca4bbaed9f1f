package dev.lemma.server;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// Addresses: encoding of parts, and which foreign ones may become links.
final class Url {
    private static final String HEX = "0123456789ABCDEF";
    /// Characters besides letters and digits that stand for themselves in a query value (RFC 3986, section
    /// 3.4, less
    /// `&`, `=`, `+`).
    private static final String PLAIN = "-._~:/,;@!()*";

    private Url() {}

    /// Appends a query value; a blank becomes `+`.
    static void encode(StringBuilder out, String value) {
        for (int i = 0; i < value.length(); ) {
            char c = value.charAt(i);
            if (c < 128) {
                if (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0) {
                    out.append(c);
                } else if (c == ' ') {
                    out.append('+');
                } else {
                    percent(out, c);
                }
                i++;
            } else {
                int point = value.codePointAt(i);
                for (byte b : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
                    percent(out, b & 0xff);
                }
                i += Character.charCount(point);
            }
        }
    }

    static String encode(String value) {
        StringBuilder out = new StringBuilder(value.length() + 16);
        encode(out, value);
        return out.toString();
    }

    /// A search for a text, `/search?q=...`.
    static String search(String query) {
        return "/search?q=" + encode(query);
    }

    /// A search for an author, `/search?q=author:"..."`.
    static String author(String name) {
        return "/search?q=author:%22" + encode(name.replace('"', ' ')) + "%22";
    }

    /// The address as a link, if it is one of the web: a source cannot smuggle in `javascript:` or `data:`.
    static Optional<String> web(String address) {
        String head = address.substring(0, Math.min(8, address.length())).toLowerCase(Locale.ROOT);
        return head.startsWith("https://") || head.startsWith("http://") ? Optional.of(address) : Optional.empty();
    }

    /// Whether a text is a place on this site, so that a redirect to it stays here.
    static boolean isLocal(String text) {
        if (text.isEmpty() || text.length() > 4_000 || text.charAt(0) != '/') {
            return false;
        }
        if (text.length() > 1 && (text.charAt(1) == '/' || text.charAt(1) == '\\')) {
            return false;
        }
        return isHeaderSafe(text);
    }

    /// Whether a text is printable ASCII without blanks, so that it can stand in a header.
    static boolean isHeaderSafe(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 127) {
                return false;
            }
        }
        return true;
    }

    private static void percent(StringBuilder out, int b) {
        out.append('%').append(HEX.charAt(b >> 4)).append(HEX.charAt(b & 15));
    }
}
