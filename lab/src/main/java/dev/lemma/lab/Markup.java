package dev.lemma.lab;

/// Text for HTML and SVG.
final class Markup {
    private Markup() {}

    /// Text as it may stand between tags and in attributes with double quotes. Characters that XML 1.0 does
    /// not allow become spaces.
    static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(isAllowed(c) ? c : ' ');
            }
        });
        return out.toString();
    }

    /// XML 1.0, production 2 (Char).
    private static boolean isAllowed(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || c >= 0x20 && c <= 0xD7FF
                || c >= 0xE000 && c <= 0xFFFD
                || c >= 0x10000;
    }
}
