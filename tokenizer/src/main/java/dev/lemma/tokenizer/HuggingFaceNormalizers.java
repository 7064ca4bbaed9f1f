package dev.lemma.tokenizer;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer.Form;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The `normalizer` part of a `tokenizer.json`.
///
/// Each rewrites text; bytes that are not valid UTF-8 pass as they are (see [EscapedText]).
final class HuggingFaceNormalizers {
    private static final Pattern GRAPHEME = Pattern.compile("\\X");

    private final UnaryOperator<String> rewrite;
    private final List<String> names = new ArrayList<>();

    /// @throws TokenizerException for a kind that is not supported
    HuggingFaceNormalizers(java.util.Optional<JsonTree> normalizer) {
        rewrite = normalizer.map(n -> read(n, 0)).orElse(UnaryOperator.identity());
    }

    Normalizer normalizer() {
        if (names.isEmpty()) {
            return Normalizer.NONE;
        }
        return (s, from, to, first) -> EscapedText.encode(rewrite.apply(EscapedText.decode(s, from, to)));
    }

    String apply(String text) {
        return rewrite.apply(text);
    }

    String description() {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    private UnaryOperator<String> read(JsonTree json, int depth) {
        String type = json.type();
        if (!type.equals("Sequence")) {
            names.add(type);
        }
        return switch (type) {
            case "Sequence" -> {
                if (depth > 8) {
                    throw json.error("is nested deeper than 8 sequences, the most that are read");
                }
                List<UnaryOperator<String>> steps = new ArrayList<>();
                for (JsonTree step : json.get("normalizers").elements()) {
                    steps.add(read(step, depth + 1));
                }
                yield text -> {
                    String result = text;
                    for (UnaryOperator<String> step : steps) {
                        result = step.apply(result);
                    }
                    return result;
                };
            }
            case "NFC" -> form(Form.NFC);
            case "NFD" -> form(Form.NFD);
            case "NFKC" -> form(Form.NFKC);
            case "NFKD" -> form(Form.NFKD);
            case "Lowercase" -> HuggingFaceNormalizers::lowerCase;
            case "StripAccents" -> HuggingFaceNormalizers::stripAccents;
            case "Strip" -> {
                boolean left = json.bool("strip_left", true);
                boolean right = json.bool("strip_right", true);
                yield text -> strip(text, left, right);
            }
            case "Replace" -> {
                TextPattern pattern = pattern(json.get("pattern"));
                String content = json.get("content").text();
                yield text -> pattern.replaceAll(text, content);
            }
            case "Prepend" -> {
                String prefix = json.get("prepend").text();
                yield text -> text.isEmpty() ? text : prefix + text;
            }
            case "Precompiled" -> {
                CharsMap map = CharsMap.read(base64(json.get("precompiled_charsmap")), json.path());
                yield text -> precompiled(map, text);
            }
            default ->
                throw json.error("has the type '" + type + "', which is not supported; supported are NFC, NFD, "
                        + "NFKC, NFKD, Lowercase, StripAccents, Strip, Replace, Prepend, Precompiled and Sequence");
        };
    }

    /// A `pattern` member: `{"String": ...}` or `{"Regex": ...}`.
    static TextPattern pattern(JsonTree json) {
        if (json.isText()) {
            return TextPattern.literal(nonEmpty(json));
        }
        return json.find("String")
                .map(text -> TextPattern.literal(nonEmpty(text)))
                .orElseGet(() -> TextPattern.regex(json.get("Regex").text(), json.path()));
    }

    private static String nonEmpty(JsonTree json) {
        if (json.text().isEmpty()) {
            throw json.error("is empty; a text to look for is needed");
        }
        return json.text();
    }

    private static byte[] base64(JsonTree json) {
        try {
            return Base64.getDecoder().decode(json.text().getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new TokenizerException(json.path() + " is not Base64: " + e.getMessage(), e);
        }
    }

    private static UnaryOperator<String> form(Form form) {
        return text -> java.text.Normalizer.normalize(text, form);
    }

    /// One character at a time, as Rust does it: a final sigma is no special case.
    private static String lowerCase(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c < 0x80) {
                out.append((char) Character.toLowerCase(c));
            } else {
                out.append(Character.toString(c).toLowerCase(Locale.ROOT));
            }
        });
        return out.toString();
    }

    private static String stripAccents(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().filter(c -> (CharClass.of(c) & CharClass.MARK) == 0).forEach(out::appendCodePoint);
        return out.toString();
    }

    private static String strip(String text, boolean left, boolean right) {
        int from = 0;
        int to = text.length();
        while (left && from < to && space(text.charAt(from))) {
            from++;
        }
        while (right && to > from && space(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean space(char c) {
        return (CharClass.of(c) & CharClass.SPACE) != 0;
    }

    /// Hugging Face's reading of the map: a short grapheme is replaced as a whole by the rule for its
    /// beginning, otherwise each character by the first rule that it begins with.
    private static String precompiled(CharsMap map, String text) {
        StringBuilder out = new StringBuilder(text.length());
        Matcher graphemes = GRAPHEME.matcher(text);
        while (graphemes.find()) {
            String grapheme = graphemes.group();
            byte[] bytes = EscapedText.encode(grapheme);
            if (bytes.length < 6 && replaced(map, bytes, 0, bytes.length, out)) {
                continue;
            }
            for (int at = 0; at < bytes.length; ) {
                int end = at + CodePoints.length(bytes, at, bytes.length);
                if (!replaced(map, bytes, at, end, out)) {
                    out.append(EscapedText.decode(bytes, at, end));
                }
                at = end;
            }
        }
        return out.toString();
    }

    private static boolean replaced(CharsMap map, byte[] s, int from, int to, StringBuilder out) {
        long rule = map.shortest(s, from, to);
        if (rule < 0) {
            return false;
        }
        ByteBuilder replacement = new ByteBuilder(16);
        map.replacement((int) rule, replacement);
        byte[] bytes = replacement.toArray();
        out.append(EscapedText.decode(bytes, 0, bytes.length));
        return true;
    }
}
