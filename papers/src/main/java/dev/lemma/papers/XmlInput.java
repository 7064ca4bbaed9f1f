package dev.lemma.papers;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The characters of an XML file, made fit for a parser that knows no DTD: named entities of HTML become
/// their characters, unknown ones and lone ampersands stay as text, characters that XML forbids become
/// U+FFFD. So no entity ever reaches the parser but XML's own five, and nothing can be expanded. Not
/// thread-safe.
final class XmlInput extends Reader {
    private static final Pattern ENCODING = Pattern.compile("^<\\?xml[^>]*encoding\\s*=\\s*[\"']([\\w.:-]+)[\"']");
    /// Characters of the longest thing looked at as a whole: an entity.
    private static final int WINDOW = 16;
    /// Characters of the longest tag: the parser holds a tag as a whole.
    private static final int MAX_TAG = 1 << 20;

    /// The entities that XML itself defines.
    private static final Set<String> OWN = Set.of("amp", "lt", "gt", "quot", "apos");

    private static final String CDATA = "<![CDATA[";

    private final Reader in;
    private final char[] buffer = new char[1 << 14];
    private int position;
    private int limit;
    private boolean ended;

    private String pending = "";
    private int pendingAt;
    private boolean inCdata;
    private boolean inTag;
    private int tagLength;

    private XmlInput(Reader in) {
        this.in = in;
    }

    static XmlInput of(InputStream in) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(in, 1 << 16);
        buffered.mark(256);
        String start = new String(buffered.readNBytes(200), StandardCharsets.ISO_8859_1);
        buffered.reset();
        Matcher encoding = ENCODING.matcher(start);
        return new XmlInput(
                LenientReader.of(buffered, encoding.find() ? charset(encoding.group(1)) : StandardCharsets.UTF_8));
    }

    private static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException e) {
            return StandardCharsets.UTF_8;
        }
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        int out = offset;
        int end = offset + length;
        while (out < end) {
            if (pendingAt < pending.length()) {
                target[out++] = pending.charAt(pendingAt++);
                continue;
            }
            if (limit - position < WINDOW && !ended) {
                fill();
            }
            if (position == limit) {
                break;
            }
            char c = buffer[position++];
            target[out++] = filtered(c);
        }
        return out == offset && length > 0 ? -1 : out - offset;
    }

    private void fill() throws IOException {
        System.arraycopy(buffer, position, buffer, 0, limit - position);
        limit -= position;
        position = 0;
        while (limit < WINDOW && !ended) {
            int count = in.read(buffer, limit, buffer.length - limit);
            if (count < 0) {
                ended = true;
            } else {
                limit += count;
            }
        }
    }

    private char filtered(char c) throws IOException {
        if (inTag && ++tagLength > MAX_TAG) {
            throw new IOException("a tag of more than " + MAX_TAG + " characters");
        }
        switch (c) {
            case '<' -> {
                if (!inCdata) {
                    inCdata = startsWith(CDATA);
                    inTag = !inCdata;
                    tagLength = 0;
                }
            }
            case '>' -> {
                inTag = false;
                if (inCdata && position >= 3 && buffer[position - 2] == ']' && buffer[position - 3] == ']') {
                    inCdata = false;
                }
            }
            case '&' -> {
                if (!inCdata) {
                    return entity();
                }
            }
            default -> {
                if (c < ' ' && c != '\n' && c != '\r' && c != '\t') {
                    return '\ufffd';
                }
                if (c >= 0xfffe) {
                    return '\ufffd';
                }
                if (c >= 0xd800 && c < 0xe000) {
                    return surrogate(c);
                }
            }
        }
        return c;
    }

    private boolean startsWith(String text) {
        for (int i = 0; i < text.length(); i++) {
            int at = position - 1 + i;
            if (at >= limit || buffer[at] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private char surrogate(char c) {
        boolean paired = Character.isHighSurrogate(c)
                ? position < limit && Character.isLowSurrogate(buffer[position])
                : position >= 2 && Character.isHighSurrogate(buffer[position - 2]);
        return paired ? c : '\ufffd';
    }

    /// What to hand on for an ampersand; the rest of it becomes pending.
    private char entity() {
        int end = position;
        while (end < limit && end < position + WINDOW - 2 && buffer[end] != ';') {
            end++;
        }
        boolean whole = end < limit && buffer[end] == ';' && end > position;
        String name = whole ? new String(buffer, position, end - position) : "";
        if (OWN.contains(name)) {
            return '&';
        }
        Optional<String> character = whole ? Html.decoded(name) : Optional.empty();
        if (character.isEmpty()) {
            pend("amp;");
            return '&';
        }
        position = end + 1;
        return put(character.get());
    }

    private char put(String character) {
        int point = character.codePointAt(0);
        if (point == '<' || point == '&') {
            pend(point == '<' ? "lt;" : "amp;");
            return '&';
        }
        if ((point < ' ' && point != '\n' && point != '\t') || (point & 0xfffe) == 0xfffe) {
            return '\ufffd';
        }
        pend(character.substring(1));
        return character.charAt(0);
    }

    private void pend(String text) {
        pending = text;
        pendingAt = 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
