package dev.lemma.tokenizer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads JSON (RFC 8259, UTF-8) as a stream of tokens, with bounds on everything.
///
/// The caller asks for what it expects, in order: [#beginObject], then [#hasNext] and [#name] before each
/// value, then [#endObject]; alike for arrays; [#peek] tells what comes where that is open; [#skip] passes
/// over a value. What comes instead of what was asked for, what is not JSON, and what is beyond the [Limits]
/// is a [TokenizerException] that names the file and the byte. Names that come twice are given twice.
///
/// Memory: a buffer and the string being read. Not thread-safe. The stream is not closed.
final class JsonReader {
    /// Bounds on what is read.
    ///
    /// @param bytes of the document
    /// @param depth of arrays and objects in one another
    /// @param stringBytes of one string or number, as it stands in the document
    record Limits(long bytes, int depth, int stringBytes) {
        /// Half a gigabyte, 64 levels, strings of 16 MB.
        static final Limits DEFAULT = new Limits(1L << 29, 64, 1 << 24);
    }

    /// What comes next.
    enum Kind {
        OBJECT,
        ARRAY,
        STRING,
        NUMBER,
        BOOLEAN,
        NULL,
        /// The end of the array or object that is open.
        CLOSE,
        /// The end of the document.
        END
    }

    private static final int EOF = -1;

    private final InputStream in;
    private final String file;
    private final Limits limits;
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int filled;
    private long before; // bytes of the document before the buffer
    private final boolean[] objects; // [depth], whether a level is an object
    private int depth;
    private boolean first = true; // nothing was read yet on this level
    private boolean separated; // the comma or colon before the next value was read
    private byte[] scratch = new byte[256];
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder(); // reports what is malformed

    /// @param file how messages name the document
    JsonReader(InputStream in, String file, Limits limits) {
        this.in = in;
        this.file = file;
        this.limits = limits;
        objects = new boolean[limits.depth() + 1];
    }

    /// What comes next; at the end of a level [Kind#CLOSE].
    Kind peek() throws IOException {
        int c = next();
        return switch (c) {
            case '{' -> Kind.OBJECT;
            case '[' -> Kind.ARRAY;
            case '"' -> Kind.STRING;
            case 't', 'f' -> Kind.BOOLEAN;
            case 'n' -> Kind.NULL;
            case '}', ']' -> Kind.CLOSE;
            case EOF -> Kind.END;
            default -> {
                if (c == '-' || c >= '0' && c <= '9') {
                    yield Kind.NUMBER;
                }
                throw unexpected("a value");
            }
        };
    }

    /// Whether the open array or object goes on.
    boolean hasNext() throws IOException {
        int c = next();
        if (c == EOF) {
            throw unexpected(objects[depth] ? "'}'" : "']'");
        }
        return c != '}' && c != ']';
    }

    void beginObject() throws IOException {
        open('{', true);
    }

    void endObject() throws IOException {
        close('}', true);
    }

    void beginArray() throws IOException {
        open('[', false);
    }

    void endArray() throws IOException {
        close(']', false);
    }

    /// The name of the next member of an object.
    String name() throws IOException {
        if (depth == 0 || !objects[depth] || next() != '"') {
            throw unexpected("a name");
        }
        String name = quoted();
        if (blank() != ':') {
            throw unexpected("':'");
        }
        at++;
        separated = true;
        first = false;
        return name;
    }

    /// The next value, which must be a string.
    String string() throws IOException {
        if (next() != '"') {
            throw unexpected("a string");
        }
        String value = quoted();
        done();
        return value;
    }

    /// The next value, which must be a whole number from `least` to `most`.
    long integer(long least, long most) throws IOException {
        next();
        long start = position();
        String number = numeral();
        try {
            long value = Long.parseLong(number);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw error(
                start, "found " + shorten(number) + "; a whole number from " + least + " to " + most + " is needed");
    }

    /// The next value, which must be a number; finite.
    double number() throws IOException {
        next();
        long start = position();
        String number = numeral();
        double value;
        try {
            value = Double.parseDouble(number);
        } catch (NumberFormatException e) {
            throw error(start, "found " + shorten(number) + "; a number is needed");
        }
        if (Double.isInfinite(value)) {
            throw error(start, "found " + shorten(number) + "; a finite number is needed");
        }
        return value;
    }

    boolean bool() throws IOException {
        boolean value = next() == 't';
        literal(value ? "true" : "false");
        return value;
    }

    void nul() throws IOException {
        next();
        literal("null");
    }

    /// Passes over the next value, whatever it is.
    void skip() throws IOException {
        int outside = depth;
        do {
            switch (peek()) {
                case OBJECT -> beginObject();
                case ARRAY -> beginArray();
                case STRING -> string();
                case NUMBER -> number();
                case BOOLEAN -> bool();
                case NULL -> nul();
                case CLOSE -> {
                    if (depth == outside) {
                        throw unexpected("a value");
                    }
                    close(objects[depth] ? '}' : ']', objects[depth]);
                }
                case END -> throw unexpected("a value");
            }
            if (depth > outside && objects[depth] && hasNext()) {
                name();
            }
        } while (depth > outside);
    }

    /// Checks that nothing but white space follows.
    void end() throws IOException {
        if (depth > 0 || blank() != EOF) {
            throw unexpected("the end of the document");
        }
    }

    /// Bytes read so far: where the next token begins, or white space before it.
    long position() {
        return before + at;
    }

    /// The exception for something wrong at a byte of the document.
    TokenizerException error(long position, String what) {
        return new TokenizerException(file + ": at byte " + position + " " + what);
    }

    private void open(char bracket, boolean object) throws IOException {
        if (next() != bracket) {
            throw unexpected("'" + bracket + "'");
        }
        if (depth == limits.depth()) {
            throw error(
                    position(),
                    "arrays and objects are nested deeper than " + limits.depth() + " levels, the most read");
        }
        at++;
        objects[++depth] = object;
        first = true;
        separated = false;
    }

    private void close(char bracket, boolean object) throws IOException {
        if (depth == 0 || objects[depth] != object || next() != bracket) {
            throw unexpected("'" + bracket + "'");
        }
        at++;
        depth--;
        done();
    }

    private void done() {
        first = false;
        separated = false;
    }

    /// The first byte of the next value or name, or the bracket that closes; passes the comma before it.
    private int next() throws IOException {
        int c = blank();
        if (separated && (c == '}' || c == ']')) {
            throw unexpected("a value");
        }
        if (depth == 0 || first || separated || c == '}' || c == ']') {
            if (depth == 0 && !first && c != EOF) {
                throw unexpected("the end of the document");
            }
            return c;
        }
        if (c != ',') {
            throw unexpected(objects[depth] ? "',' or '}'" : "',' or ']'");
        }
        at++;
        separated = true;
        c = blank();
        if (c == '}' || c == ']') {
            throw unexpected("a value");
        }
        return c;
    }

    /// The next byte that is not white space, or EOF; it is not passed.
    private int blank() throws IOException {
        do {
            while (at < filled) {
                int c = buffer[at] & 0xff;
                if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                    return c;
                }
                at++;
            }
        } while (fill());
        return EOF;
    }

    private int byteHere() throws IOException {
        return at < filled || fill() ? buffer[at] & 0xff : EOF;
    }

    private boolean fill() throws IOException {
        before += filled;
        at = 0;
        filled = Math.max(0, in.read(buffer));
        if (before + filled > limits.bytes()) {
            throw error(limits.bytes(), "the document goes on; at most " + limits.bytes() + " bytes are read");
        }
        return filled > 0;
    }

    /// A string at its opening quote.
    private String quoted() throws IOException {
        long start = position();
        at++;
        int length = 0;
        boolean escaped = false;
        while (true) {
            // Up to a quote, an escape or the end of the buffer at a stride.
            int from = at;
            while (at < filled && buffer[at] != '"' && buffer[at] != '\\' && (buffer[at] < 0 || buffer[at] >= ' ')) {
                at++;
            }
            length = keep(length, from, at, start);
            int c = byteHere();
            if (c == '"') {
                at++;
                break;
            }
            if (c == '\\') {
                escaped = true;
                length = keep(length, at, at + 1, start);
                at++;
                if (byteHere() == EOF) {
                    throw unexpected("the rest of a string");
                }
                length = keep(length, at, at + 1, start);
                at++;
            } else if (c == EOF) {
                throw unexpected("the rest of a string");
            } else if (c < ' ') {
                throw error(position(), "a string has the control character " + c + "; it must be escaped");
            }
        }
        String text = decode(length, start);
        return escaped ? unescape(text, start) : text;
    }

    /// The text of the first bytes of `scratch`; most is ASCII, which needs no decoder.
    private String decode(int length, long start) {
        int all = 0;
        for (int i = 0; i < length; i++) {
            all |= scratch[i];
        }
        if (all >= 0) {
            return new String(scratch, 0, length, StandardCharsets.ISO_8859_1);
        }
        try {
            return decoder.decode(ByteBuffer.wrap(scratch, 0, length)).toString();
        } catch (CharacterCodingException e) {
            throw error(start, "a string is not UTF-8");
        }
    }

    private int keep(int length, int from, int to, long start) {
        int all = length + to - from;
        if (all > limits.stringBytes()) {
            throw error(start, "a string or number is longer than " + limits.stringBytes() + " bytes, the most read");
        }
        if (all > scratch.length) {
            scratch = Arrays.copyOf(scratch, Math.max(all, 2 * scratch.length));
        }
        System.arraycopy(buffer, from, scratch, length, to - from);
        return all;
    }

    private String unescape(String text, long start) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                plain.append(c);
                continue;
            }
            char e = text.charAt(++i);
            switch (e) {
                case '"', '\\', '/' -> plain.append(e);
                case 'b' -> plain.append('\b');
                case 'f' -> plain.append('\f');
                case 'n' -> plain.append('\n');
                case 'r' -> plain.append('\r');
                case 't' -> plain.append('\t');
                case 'u' -> {
                    int unit = 0;
                    for (int digit = 1; digit <= 4; digit++) {
                        int value = i + digit < text.length() ? hex(text.charAt(i + digit)) : -1;
                        if (value < 0) {
                            throw error(start, "a string has a \\u without four hexadecimal digits");
                        }
                        unit = unit << 4 | value;
                    }
                    plain.append((char) unit);
                    i += 4;
                }
                default -> throw error(start, "a string has the unknown escape \\" + e);
            }
        }
        return plain.toString();
    }

    /// `Character.digit` would also take digits of other scripts.
    private static int hex(char c) {
        return c < 128 ? Character.digit(c, 16) : -1;
    }

    private String numeral() throws IOException {
        int c = next();
        if (c != '-' && (c < '0' || c > '9')) {
            throw unexpected("a number");
        }
        long start = position();
        int length = 0;
        while (c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E' || c >= '0' && c <= '9') {
            length = keep(length, at, at + 1, start);
            at++;
            c = byteHere();
        }
        done();
        String number = new String(scratch, 0, length, StandardCharsets.US_ASCII);
        // What Java's parsers take beyond JSON.
        int digits = number.startsWith("-") ? 1 : 0;
        boolean leadingZero = number.startsWith("0", digits)
                && number.length() > digits + 1
                && Character.isDigit(number.charAt(digits + 1));
        if (leadingZero
                || number.endsWith(".")
                || number.contains(".e")
                || number.contains(".E")
                || number.startsWith(".", digits)) {
            throw error(start, "found " + shorten(number) + "; a number is needed");
        }
        return number;
    }

    private void literal(String word) throws IOException {
        long start = position();
        for (int i = 0; i < word.length(); i++) {
            if (byteHere() != word.charAt(i)) {
                throw error(start, "something else stands where '" + word + "' is needed");
            }
            at++;
        }
        done();
    }

    private static String shorten(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "..." : text;
    }

    private TokenizerException unexpected(String needed) throws IOException {
        int c = blank();
        String found =
                c == EOF ? "the document ends" : c > ' ' && c < 127 ? "found '" + (char) c + "'" : "found byte " + c;
        return error(position(), found + "; " + needed + " is needed");
    }
}
