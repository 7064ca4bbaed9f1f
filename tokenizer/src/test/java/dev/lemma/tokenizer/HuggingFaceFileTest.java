package dev.lemma.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HuggingFaceFileTest {
    @ParameterizedTest
    @ValueSource(strings = {"hf-bytelevel", "hf-fallback", "hf-unigram", "hf-words"})
    void givesTheIdsAndTextsOfTheLibrary(String name) {
        GoldenFile.check(Tokenizers.load(GoldenFile.bytes(name + ".json"), name), name + ".jsonl", true);
    }

    @Test
    void specialTokensAreFoundOnlyIfAsked() {
        Tokenizer tokenizer = Tokenizers.load(GoldenFile.bytes("hf-bytelevel.json"), "t");
        assertThat(tokenizer.describe().special()).containsExactly("<|end|>");
        assertThat(tokenizer.encodeSpecial("a<|end|>")).endsWith(0).hasSize(2);
        assertThat(tokenizer.encode("a<|end|>")).doesNotContain(0);
        assertThat(tokenizer.kind(0)).isEqualTo(PieceKind.CONTROL);
        assertThat(tokenizer.decode(tokenizer.encode("a<|end|>"))).isEqualTo("a<|end|>");
        assertThat(tokenizer.decode(tokenizer.encodeSpecial("a<|end|>"))).isEqualTo("a");
    }

    @Test
    void bytesThatAreNotUtf8ComeBack() {
        byte[] odd = {0, 'a', (byte) 0xFF, (byte) 0xC3, ' ', 'b', (byte) 0x80};
        Tokenizer byteLevel = Tokenizers.load(GoldenFile.bytes("hf-bytelevel.json"), "t");
        assertThat(byteLevel.decodeToBytes(byteLevel.encode(odd))).isEqualTo(odd);
        Tokenizer fallback = Tokenizers.load(GoldenFile.bytes("hf-fallback.json"), "t");
        assertThat(fallback.decodeToBytes(fallback.encode(odd))).isEqualTo(odd);
    }

    private static Tokenizer bpe(String normalizer, String preTokenizer, String added) {
        String json = """
            {"version": "1.0", "normalizer": %s, "pre_tokenizer": %s, "decoder": {"type": "Fuse"}, "added_tokens": [%s],
             "model": {"type": "BPE", "unk_token": "?", "merges": ["a b", ["ab", "c"]],
             "vocab": {"?": 0, "a": 1, "b": 2, "c": 3, "ab": 4, "abc": 5, " ": 6, "x": 7, "é": 8}}}""".formatted(normalizer, preTokenizer, added);
        return Tokenizers.load(json.getBytes(UTF_8), "t.json");
    }

    private static String pieces(Tokenizer tokenizer, String text) {
        StringBuilder out = new StringBuilder();
        for (int id : tokenizer.encode(text)) {
            out.append(out.isEmpty() ? "" : "|").append(new String(tokenizer.piece(id), UTF_8));
        }
        return out.toString();
    }

    /// The behaviours as the library documents them.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "Removed; abc|abc",
                "Isolated; abc|x|x|abc",
                "Contiguous; abc|x|x|abc",
                "MergedWithPrevious; abc|x|x|abc",
                "MergedWithNext; abc|x|x|abc",
            })
    void splitKeepsMatchesAsTold(String behavior, String expected) {
        String split = "{\"type\": \"Split\", \"pattern\": {\"String\": \"x\"}, \"behavior\": \"" + behavior + "\"}";
        assertThat(pieces(bpe("null", split, ""), "abcxxabc")).isEqualTo(expected);
    }

    /// Where a cut goes through "abc" the merges cannot pass it.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "Isolated; false; b; a|b|c",
                "MergedWithPrevious; false; b; ab|c",
                "MergedWithNext; false; b; a|b|c",
                "MergedWithNext; false; a; abc",
                "Removed; false; b; a|c",
                "Removed; true; b; b",
                "Contiguous; false; [ab]; ab|c",
                "Isolated; true; [ab]+; ab|c",
            })
    void splitCutsBetweenSymbols(String behavior, boolean invert, String regex, String expected) {
        String split = "{\"type\": \"Split\", \"pattern\": {\"Regex\": \"%s\"}, \"behavior\": \"%s\", \"invert\": %s}"
                .formatted(regex, behavior, invert);
        assertThat(pieces(bpe("null", split, ""), "abc")).isEqualTo(expected);
    }

    @Test
    void normalizersComeBeforeTheCut() {
        assertThat(pieces(bpe("{\"type\": \"Lowercase\"}", "null", ""), "ABC")).isEqualTo("abc");
        assertThat(pieces(bpe("{\"type\": \"NFC\"}", "null", ""), "e\u0301")).isEqualTo("é");
        assertThat(pieces(bpe("{\"type\": \"Prepend\", \"prepend\": \"a\"}", "null", ""), "bc"))
                .isEqualTo("abc");
        assertThat(pieces(bpe("{\"type\": \"Prepend\", \"prepend\": \"a\"}", "null", ""), ""))
                .isEmpty();
        assertThat(pieces(
                        bpe("{\"type\": \"Strip\", \"strip_left\": true, \"strip_right\": false}", "null", ""), " a "))
                .isEqualTo("a| ");
        assertThat(pieces(
                        bpe(
                                "{\"type\": \"Replace\", \"pattern\": {\"Regex\": \"[xy]+\"}, \"content\": \"b\"}",
                                "null",
                                ""),
                        "axyx c"))
                .isEqualTo("ab| |c");
    }

    @Test
    void addedTokensStripAndStandAlone() {
        String added = "{\"id\": 9, \"content\": \"<t>\", \"lstrip\": true, \"rstrip\": true, \"normalized\": false},"
                + "{\"id\": 10, \"content\": \"x\", \"single_word\": true, \"normalized\": false},"
                + "{\"id\": 11, \"content\": \"ABC\", \"normalized\": true}";
        Tokenizer tokenizer = bpe("{\"type\": \"Lowercase\"}", "null", added);
        assertThat(tokenizer.encode("a  <t> b")).containsExactly(1, 9, 2);
        assertThat(tokenizer.encode("x ax x")).containsExactly(10, 6, 1, 7, 6, 10);
        assertThat(tokenizer.encode("aBc")).containsExactly(11);
        assertThat(tokenizer.kind(9)).isEqualTo(PieceKind.USER_DEFINED);
    }

    @Test
    void whatIsNotSupportedIsNamed() {
        unsupported("\"normalizer\": {\"type\": \"BertNormalizer\"}", "normalizer has the type 'BertNormalizer'");
        unsupported("\"pre_tokenizer\": {\"type\": \"UnicodeScripts\"}", "pre_tokenizer has the type 'UnicodeScripts'");
        unsupported("\"decoder\": {\"type\": \"WordPiece\"}", "decoder has the type 'WordPiece'");
        unsupported(
                "\"pre_tokenizer\": {\"type\": \"Sequence\", \"pretokenizers\": [{\"type\": \"ByteLevel\"}, {\"type\": \"Digits\"}]}",
                "pretokenizers[1] comes after ByteLevel");
        unsupported(
                "\"normalizer\": {\"type\": \"Replace\", \"pattern\": {\"Regex\": \"[[:alpha:]]\"}, \"content\": \"\"}",
                "[:name:]");
        unsupported(
                "\"normalizer\": {\"type\": \"Replace\", \"pattern\": {\"Regex\": \"(\"}, \"content\": \"\"}",
                "which is not supported");
        model("{\"type\": \"WordPiece\", \"vocab\": {}}", "model has the type 'WordPiece'");
        model("{\"type\": \"Unigram\", \"vocab\": [[\"a\", -1]]}", "no 'unk_id'");
        model("{\"type\": \"Unigram\", \"unk_id\": 1, \"vocab\": [[\"a\", -1]]}", "unk_id is 1.0");
        model(
                "{\"type\": \"Unigram\", \"unk_id\": 0, \"vocab\": [[\"a\", -1], [\"a\", -1]]}",
                "vocab[1] has a piece that");
        model("{\"type\": \"BPE\", \"vocab\": {\"a\": 0, \"b\": 0}, \"merges\": []}", "the id 0 for 'a' and for 'b'");
        model("{\"type\": \"BPE\", \"vocab\": {\"a\": 0, \"a\": 1}, \"merges\": []}", "the name 'a' comes twice");
        model("{\"type\": \"BPE\", \"vocab\": {\"a\": 4000000}, \"merges\": []}", "the id 4000000, but only 1");
        model("{\"type\": \"BPE\", \"vocab\": {\"a\": -1}, \"merges\": []}", "vocab.a is -1.0");
        model("{\"type\": \"BPE\", \"vocab\": {\"a\": 0}, \"merges\": [\"a a\"]}", "merges[0] is 'a' and 'a'");
        model("{\"type\": \"BPE\", \"vocab\": {\"a\": 0}, \"merges\": [], \"unk_token\": \"b\"}", "'unk_token'");
        model(
                "{\"type\": \"BPE\", \"vocab\": {}, \"merges\": [], \"end_of_word_suffix\": \"</w>\"}",
                "'end_of_word_suffix'");
        model("{\"type\": \"BPE\", \"vocab\": {}, \"merges\": [], \"dropout\": 0.1}", "'dropout'");
    }

    private static void unsupported(String part, String message) {
        check("{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0}, \"merges\": []}, " + part + "}", message);
    }

    private static void model(String model, String message) {
        check("{\"model\": " + model + "}", message);
    }

    private static void check(String json, String message) {
        assertThatThrownBy(() -> Tokenizers.load(json.getBytes(UTF_8), "t.json"))
                .isInstanceOf(TokenizerException.class)
                .hasMessageStartingWith("t.json:")
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    /// Expressions that would not end or would overflow the stack end in an error.
    @Test
    void anExpressionThatGoesAstrayIsStopped() {
        Tokenizer slow = bpe("null", isolated("(a*)*(b*)*(a*)*c"), "");
        assertThatThrownBy(() -> slow.encode("a".repeat(5000)))
                .isInstanceOf(TokenizerException.class)
                .hasMessageContaining("a shorter text is needed");
        Tokenizer deep = bpe("null", isolated("(a|b)*"), "");
        assertThatThrownBy(() -> deep.encode("ab".repeat(500_000)))
                .isInstanceOf(TokenizerException.class)
                .hasMessageContaining("a deeper stack");
    }

    private static String isolated(String regex) {
        return "{\"type\": \"Split\", \"pattern\": {\"Regex\": \"%s\"}, \"behavior\": \"Isolated\"}".formatted(regex);
    }
}
