package dev.lemma.papers;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;

/// Turns the text of a source into the text of a [Paper]: Unicode, one line, formulas as LaTeX.
///
/// What is done, in this order: wrongly decoded UTF-8 is mended where only one reading makes sense
/// ([Mojibake]), HTML entities and the few tags that sources use are resolved ([Html]), `(cid:NNN)` of PDF
/// extraction is mended where it is certain, TeX accents and text commands become Unicode ([TexReader]),
/// control characters go, ligatures (U+FB00 to U+FB06) become letters, white space is folded to single
/// blanks, and the result is in normal form C. Formulas (`$...$`, `$$...$$`, `\(...\)`, `\[...\]`) are left
/// as they are, but for line breaks in them. A dollar sign that could be mistaken for a formula's stays `\$`.
/// Braces go where they only group; a set such as `{0, 1}` stays one.
///
/// A text in which there is nothing to do is returned itself, after one scan. Cost: linear in the length.
/// Stateless.
public final class TexText {
    static final int FOLD = 1;
    static final int TEX = 2;
    static final int HTML = 4;
    static final int CID = 8;
    static final int MOJIBAKE = 16;
    static final int NFC = 32;

    /// What a character below 128 asks for: 0 nothing, -1 a look at its neighbours, else the stages it needs.
    private static final byte[] CLASS = new byte[128];

    static {
        for (int c = 0; c < 32; c++) {
            CLASS[c] = FOLD;
        }
        CLASS[127] = FOLD;
        CLASS['\\'] = TEX;
        CLASS['{'] = TEX;
        CLASS['}'] = TEX;
        CLASS['~'] = TEX;
        CLASS['&'] = HTML;
        CLASS['<'] = HTML;
        CLASS[' '] = -1;
        CLASS['-'] = -1;
        CLASS['`'] = -1;
        CLASS['('] = -1;
    }

    private TexText() {}

    /// The text as a reader should see it.
    ///
    /// @param text as the source has it
    /// @return the same object if nothing is to do
    public static String plain(String text) {
        return clean(text, TexReader.Mode.PROSE);
    }

    /// As [#plain], for a source that is TeX throughout (BibTeX): all braces go.
    static String bibtex(String text) {
        return clean(text, TexReader.Mode.BIBTEX);
    }

    /// A person's name as "Given Family": accents resolved, "Family, Given" and "Family, Jr., Given" turned
    /// round.
    public static String name(String text) {
        return PersonNames.turned(clean(text, TexReader.Mode.NAME));
    }

    /// The people of a free-text author list, as the arXiv's submission form takes it: separated by commas,
    /// semicolons and "and", affiliations in parentheses dropped.
    public static List<String> authors(String text) {
        return PersonNames.split(clean(text, TexReader.Mode.NAME));
    }

    /// A text that a CSV writer put in double quotes, without them; any other text as it is. Inner quotes
    /// must all be doubled, else the outer ones belong to the text.
    static String unquoted(String text) {
        int last = text.length() - 1;
        if (last < 2 || text.charAt(0) != '"' || text.charAt(last) != '"') {
            return text;
        }
        for (int i = 1; i < last; i++) {
            if (text.charAt(i) == '"') {
                if (i + 1 >= last || text.charAt(i + 1) != '"') {
                    return text;
                }
                i++;
            }
        }
        return text.substring(1, last).replace("\"\"", "\"").strip();
    }

    static String clean(String text, TexReader.Mode mode) {
        int found = scan(text);
        if (found == 0) {
            return text;
        }
        String result = text;
        if ((found & MOJIBAKE) != 0) {
            result = Mojibake.mend(result);
        }
        if ((found & HTML) != 0) {
            result = Html.resolve(result);
        }
        if ((found & CID) != 0) {
            result = PdfGlyphs.mend(result);
        }
        // The stages before can have brought to light what the scan could not see.
        if ((found & ~(FOLD | NFC)) != 0) {
            found |= scan(result);
        }
        if ((found & TEX) != 0) {
            result = new TexReader(result, mode).read();
            found |= scan(result);
        }
        if ((found & FOLD) != 0) {
            result = fold(result);
        }
        if ((found & NFC) != 0) {
            result = Normalizer.normalize(result, Normalizer.Form.NFC);
        }
        return result;
    }

    /// The stages a text needs, as a set of bits; 0 for most texts.
    static int scan(String text) {
        int found = 0;
        char previous = ' ';
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < 128) {
                byte what = CLASS[c];
                if (what > 0) {
                    found |= what;
                } else if (what < 0) {
                    if (c == '(') {
                        if (text.startsWith("cid:", i + 1)) {
                            found |= CID;
                        }
                    } else if (c == previous) {
                        found |= c == ' ' ? FOLD : TEX;
                    }
                }
            } else {
                found |= beyondAscii(text, i, c);
            }
            previous = c;
        }
        return previous == ' ' && length > 0 ? found | FOLD : found;
    }

    private static int beyondAscii(String text, int i, char c) {
        if (c < 0x100) {
            if (c <= 0xa0 || c == 0xad) {
                return FOLD;
            }
            return c >= 0xc2 && c <= 0xf4 && i + 1 < text.length() && Mojibake.continuation(text.charAt(i + 1)) >= 0
                    ? MOJIBAKE
                    : 0;
        }
        if (c < 0x300 || (c >= 0x2010 && c < 0x2028) || (c >= 0x4e00 && c < 0xa000)) {
            return 0;
        }
        if (Character.isSurrogate(c)) {
            boolean paired = Character.isHighSurrogate(c)
                    ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                    : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
            return paired ? NFC : FOLD;
        }
        return folded(c) ? FOLD | NFC : NFC;
    }

    /// Whether [#fold] changes a character beyond U+0100.
    private static boolean folded(char c) {
        return (c >= 0xfb00 && c <= 0xfb06) || Character.isSpaceChar(c) || c == 0x200b || c == 0xfeff || c >= 0xfffe;
    }

    /// White space to single blanks, none at the ends; control characters dropped, ligatures as letters.
    private static String fold(String text) {
        char[] in = text.toCharArray();
        // Only ligatures make a text longer.
        char[] out = new char[in.length];
        int length = 0;
        boolean blank = false;
        for (int i = 0; i < in.length; i++) {
            char c = in[i];
            if (c > ' ' && c < 127) {
                if (blank) {
                    blank = false;
                    out[length++] = ' ';
                }
                out[length++] = c;
                continue;
            }
            if (c >= 0x80 && c < 0xa0) {
                c = Mojibake.windows1252(c);
            }
            if (c == ' ' || c == '\n' || c == 0x85 || Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                blank = length > 0;
                continue;
            }
            String put = replaced(text, i, c);
            int needed = length + 1 + put.length() + (in.length - i);
            if (put.length() > 1 && needed > out.length) {
                out = Arrays.copyOf(out, needed + 64);
            }
            if (blank && !put.isEmpty()) {
                blank = false;
                out[length++] = ' ';
            }
            put.getChars(0, put.length(), out, length);
            length += put.length();
        }
        return new String(out, 0, length);
    }

    private static String replaced(String text, int i, char c) {
        if (c < ' ' || (c >= 0x7f && c < 0xa0) || c == 0xad || c == 0x200b || c == 0xfeff) {
            return "";
        }
        if (c >= 0xfb00 && c <= 0xfb06) {
            return LIGATURES[c - 0xfb00];
        }
        boolean lone = Character.isHighSurrogate(c)
                ? i + 1 >= text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
                : Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
        return lone || c >= 0xfffe ? "\ufffd" : String.valueOf(c);
    }

    private static final String[] LIGATURES = {"ff", "fi", "fl", "ffi", "ffl", "st", "st"};
}
