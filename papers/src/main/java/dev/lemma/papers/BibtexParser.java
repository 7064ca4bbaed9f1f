package dev.lemma.papers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads BibTeX: `@string`, `@comment`, `@preamble`, values in braces and quotes, numbers, macros, `#`.
///
/// An entry ends where its braces balance; as in BibTeX a brace counts even after a backslash. If a line
/// begins a new entry before that, the open one is broken and reading goes on at the new one. Text between
/// entries is a comment. Not thread-safe.
final class BibtexParser {
    /// Takes what is between an entry's beginning and its end.
    interface Handler {
        void entry(BibtexEntry entry);

        void broken(long line, String reason);
    }

    /// Characters of the largest entry that is read.
    private static final int MAX_ENTRY = 16 << 20;

    private static final int LOOK_AHEAD = 64;
    private static final String[] MONTHS = {
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December"
    };

    private final BufferedReader in;
    private final Handler handler;
    private final Map<String, String> macros = new HashMap<>();
    private long line = 1;

    BibtexParser(Reader in, Handler handler) {
        this.in = new BufferedReader(in, 1 << 16);
        this.handler = handler;
        for (String month : MONTHS) {
            macros.put(month.substring(0, 3).toLowerCase(Locale.ROOT), month);
        }
    }

    void parse() throws IOException {
        int c = read();
        while (c >= 0) {
            if (c == '@') {
                c = entry();
            } else {
                c = read();
            }
        }
    }

    private int read() throws IOException {
        int c = in.read();
        if (c == '\n') {
            line++;
        }
        return c;
    }

    /// Reads an entry after its `@`; returns the character after it.
    private int entry() throws IOException {
        long start = line;
        StringBuilder type = new StringBuilder();
        int c = readBlanks(read());
        while (c >= 0 && (Character.isLetterOrDigit(c) || c == '_' || c == '-') && type.length() < LOOK_AHEAD) {
            type.append((char) c);
            c = read();
        }
        c = readBlanks(c);
        String kind = type.toString().toLowerCase(Locale.ROOT);
        if ((c != '{' && c != '(') || kind.isEmpty()) {
            // An at sign in running text, such as an address.
            return c;
        }
        StringBuilder body = new StringBuilder();
        char open = (char) c;
        int depth = open == '{' ? 1 : 0;
        while (true) {
            c = read();
            if (c < 0) {
                report(kind, start, "the file ends inside the entry; expected '" + (open == '{' ? '}' : ')') + "'");
                return c;
            }
            if (c == '@' && followsLineBreak(body) && beginsEntry()) {
                report(kind, start, "the entry's braces do not balance before the next entry on line " + line);
                return c;
            }
            if (c == '{') {
                depth++;
            } else if (c == '}') {
                depth--;
                if (depth == 0 && open == '{') {
                    break;
                }
            } else if (c == ')' && open == '(' && depth == 0) {
                break;
            }
            if (body.length() <= MAX_ENTRY) {
                body.append((char) c);
            }
        }
        if (body.length() > MAX_ENTRY) {
            report(
                    kind,
                    start,
                    "an entry of more than " + (MAX_ENTRY >> 20) + " Mi characters; larger ones are not read");
        } else {
            finished(kind, start, body.toString());
        }
        return read();
    }

    private void report(String kind, long start, String reason) {
        if (!kind.equals("comment") && !kind.equals("preamble") && !kind.equals("string")) {
            handler.broken(start, reason);
        }
    }

    private int readBlanks(int first) throws IOException {
        int c = first;
        while (c >= 0 && Character.isWhitespace(c)) {
            c = read();
        }
        return c;
    }

    private static boolean followsLineBreak(StringBuilder body) {
        return !body.isEmpty() && body.charAt(body.length() - 1) == '\n';
    }

    /// Whether what comes next is a type and an opening brace.
    private boolean beginsEntry() throws IOException {
        in.mark(LOOK_AHEAD);
        int letters = 0;
        int c = in.read();
        while (letters < LOOK_AHEAD - 4 && c >= 0 && Character.isLetter(c)) {
            letters++;
            c = in.read();
        }
        in.reset();
        return letters > 2 && (c == '{' || c == '(');
    }

    // ---- the inside of an entry

    private void finished(String kind, long start, String body) {
        switch (kind) {
            case "comment", "preamble" -> {}
            case "string" -> new Body(body, 0).fields().forEach(macros::put);
            default -> {
                int comma = body.indexOf(',');
                int equals = body.indexOf('=');
                boolean keyed = comma >= 0 && (equals < 0 || comma < equals);
                String key = keyed ? body.substring(0, comma).strip() : equals < 0 ? body.strip() : "";
                Map<String, String> fields =
                        new Body(body, keyed ? comma + 1 : equals < 0 ? body.length() : 0).fields();
                handler.entry(new BibtexEntry(start, kind, key, fields));
            }
        }
    }

    /// Fields of an entry, lenient: a missing comma or value is passed over.
    private final class Body {
        private final String text;
        private int at;

        Body(String text, int start) {
            this.text = text;
            this.at = start;
        }

        Map<String, String> fields() {
            Map<String, String> fields = new LinkedHashMap<>();
            while (true) {
                skip(" \t\r\n,");
                if (at >= text.length()) {
                    return fields;
                }
                int start = at;
                while (at < text.length() && "=,{}\"# \t\r\n".indexOf(text.charAt(at)) < 0) {
                    at++;
                }
                String name = text.substring(start, at).toLowerCase(Locale.ROOT);
                skip(" \t\r\n");
                if (at < text.length() && text.charAt(at) == '=') {
                    at++;
                    String value = value();
                    // BibTeX keeps the first of two fields of one name.
                    fields.putIfAbsent(name, value);
                } else if (at == start) {
                    at++;
                }
            }
        }

        private String value() {
            StringBuilder value = new StringBuilder();
            while (true) {
                skip(" \t\r\n");
                if (at >= text.length()) {
                    break;
                }
                char c = text.charAt(at);
                if (c == '{') {
                    value.append(delimited('}'));
                } else if (c == '"') {
                    value.append(delimited('"'));
                } else {
                    int start = at;
                    while (at < text.length() && ",#{}\" \t\r\n".indexOf(text.charAt(at)) < 0) {
                        at++;
                    }
                    String word = text.substring(start, at);
                    value.append(Optional.ofNullable(macros.get(word.toLowerCase(Locale.ROOT)))
                            .orElse(word));
                    if (at == start) {
                        at++;
                    }
                }
                skip(" \t\r\n");
                if (at >= text.length() || text.charAt(at) != '#') {
                    break;
                }
                at++;
            }
            return value.toString();
        }

        /// What is between the delimiter at which we are and its partner at the same depth of braces.
        private String delimited(char close) {
            int start = ++at;
            int depth = 0;
            while (at < text.length()) {
                char c = text.charAt(at);
                if (c == close && depth == 0) {
                    return text.substring(start, at++);
                }
                if (c == '{') {
                    depth++;
                } else if (c == '}') {
                    depth--;
                }
                at++;
            }
            return text.substring(start);
        }

        private void skip(String characters) {
            while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }
    }
}
