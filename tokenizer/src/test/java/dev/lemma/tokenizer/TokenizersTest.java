package dev.lemma.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenizersTest {
    @ParameterizedTest
    @CsvSource({
        "spm-unigram.model, SentencePiece unigram",
        "spm-bpe.model, SentencePiece BPE",
        "hf-bytelevel.json, Hugging Face byte-level BPE",
        "hf-fallback.json, Hugging Face BPE",
        "hf-unigram.json, Hugging Face Unigram",
    })
    void findsTheFormatByContent(String file, String type, @TempDir Path folder) throws Exception {
        Path path = folder.resolve("tokenizer");
        Files.write(path, GoldenFile.bytes(file));
        assertThat(Tokenizers.load(path).describe().type()).isEqualTo(type);
    }

    @Test
    void opensBytePieceFiles(@TempDir Path folder) throws Exception {
        List<byte[]> pieces = new ArrayList<>();
        long[] counts = new long[257];
        for (int b = 0; b < 256; b++) {
            pieces.add(new byte[] {(byte) b});
            counts[b] = 1;
        }
        pieces.add("ab".getBytes(UTF_8));
        counts[256] = 100;
        Path file = folder.resolve("b.model");
        BytePieceVocabulary.of(pieces, counts).write(file);
        Tokenizer tokenizer = Tokenizers.load(file);
        assertThat(tokenizer.encode("ab")).containsExactly(259);
        assertThat(tokenizer.describe().size()).isEqualTo(260);
        assertThat(tokenizer.describe().special()).contains("<bos>");
    }

    @ParameterizedTest
    @CsvSource({"gpt2, tiktoken-gpt2.jsonl", "cl100k_base, tiktoken-cl100k.jsonl", "o200k_base, tiktoken-o200k.jsonl"})
    void tiktokenRanksGoByTheNameOfTheFile(String name, String golden) {
        Tokenizer tokenizer = Tokenizers.load(GoldenFile.bytes("tiktoken-ranks.txt"), "/a/" + name + ".tiktoken");
        for (GoldenFile.Line line : GoldenFile.lines(golden)) {
            assertThat(tokenizer.encode(line.text())).as(line.text()).containsExactly(line.idArray());
        }
        assertThat(tokenizer.describe().special()).contains("<|endoftext|>");
        assertThat(tokenizer.kind(691)).isEqualTo(PieceKind.UNUSED);
    }

    @ParameterizedTest
    @CsvSource({"GPT2, tiktoken-gpt2.jsonl", "CL100K, tiktoken-cl100k.jsonl", "O200K, tiktoken-o200k.jsonl"})
    void tiktokenRanksGiveTheIdsOfTiktoken(SplitPattern pattern, String golden, @TempDir Path folder) throws Exception {
        Path file = folder.resolve("ranks");
        Files.write(file, GoldenFile.bytes("tiktoken-ranks.txt"));
        Tokenizer tokenizer = Tokenizers.tiktoken(file, pattern, Map.of("<|end|>", 900));
        GoldenFile.check(tokenizer, golden);
        assertThat(tokenizer.encodeSpecial("<|end|>")).containsExactly(900);
        assertThat(tokenizer.size()).isEqualTo(901);
        assertThatThrownBy(() -> Tokenizers.tiktoken(file, pattern, Map.of("x", -1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Tokenizers.tiktoken(file, pattern, Map.of("x", 5)))
                .isInstanceOf(TokenizerException.class)
                .hasMessageContaining("rank 5 is that of the special piece x");
    }

    @Test
    void whatCannotBeOpenedIsToldWithTheFile(@TempDir Path folder) throws Exception {
        broken(folder, new byte[0], "is empty");
        broken(folder, "hello".getBytes(UTF_8), "is of no known format");
        broken(folder, "{}".getBytes(UTF_8), "is an empty JSON object");
        broken(folder, "{\"version\": \"1.0\"}".getBytes(UTF_8), "has no 'model'");
        broken(folder, "{\"YQ==\": [3, \"a\", 1]}".getBytes(UTF_8), "256 single bytes");
        broken(folder, "\n\n{\"model\": 3}".getBytes(UTF_8), "model is a number; an object is needed");
        broken(folder, "YQ== 0\n".getBytes(UTF_8), "the file name does not tell the encoding");
        broken(folder, new byte[] {0x0A, 0x7F, 1}, "not a SentencePiece model");
        String ranks = new String(GoldenFile.bytes("tiktoken-ranks.txt"), UTF_8);
        ranks(folder, ranks.replace("IQ== 1\n", ""), "no piece is byte 0x21");
        ranks(folder, ranks.replace("IQ== 1\n", "IQ== x\n"), "line 1 does not end in a rank");
        ranks(folder, ranks.replace("IQ== 1\n", "IQ== 2\n"), "line 2 has rank 2 again");
        ranks(folder, ranks + "!!! 1000\n", "does not begin with Base64");
        ranks(folder, ranks + " 1000\n", "has a piece of 0 bytes");
        ranks(folder, ranks + "IQ== 1000\n", "piece 1000 '!' was there before");
        ranks(folder, ranks + "IQ== 4194304\n", "does not end in a rank");
    }

    private static void broken(Path folder, byte[] content, String message) throws Exception {
        Path file = folder.resolve("some.file");
        Files.write(file, content);
        assertThatThrownBy(() -> Tokenizers.load(file))
                .isInstanceOf(TokenizerException.class)
                .hasMessageContaining("some.file")
                .hasMessageContaining(message);
    }

    private static void ranks(Path folder, String content, String message) throws Exception {
        Path file = folder.resolve("ranks");
        Files.writeString(file, content);
        assertThatThrownBy(() -> Tokenizers.tiktoken(file, SplitPattern.GPT2, Map.of()))
                .isInstanceOf(TokenizerException.class)
                .hasMessageContaining("ranks: ")
                .hasMessageContaining(message);
    }

    /// The lines of README.md.
    @Test
    void theExampleOfTheReadmeRuns(@TempDir Path folder) throws Exception {
        Path json = folder.resolve("tokenizer.json");
        Path en = folder.resolve("en.model");
        Files.write(json, GoldenFile.bytes("hf-bytelevel.json"));
        Files.write(en, GoldenFile.bytes("spm-unigram.model"));

        Tokenizer tokenizer = Tokenizers.load(json);
        int[] ids = tokenizer.encode("Attention is all you need. <|end|>");
        assertThat(tokenizer.decode(ids)).isEqualTo("Attention is all you need. <|end|>");
        int[] prompt = tokenizer.encodeSpecial("<|user|>hello<|end|>");
        assertThat(tokenizer.decode(prompt)).isEqualTo("<|user|>hello");
        SentencePieceModel model = SentencePieceModel.read(en);
        double best = model.unigramModel().score(model.tokenizer().encode("low rank"));
        assertThat(best).isNegative();
    }

    /// What `describe` finds out for tokenizers that say nothing themselves.
    @Test
    void aPlainTokenizerIsDescribedByItsPieces() {
        Tokenizer plain = Tokenizers.load(GoldenFile.bytes("spm-unigram-bytes.model"), "m");
        TokenizerInfo found = new Tokenizer() {
            @Override
            public int size() {
                return plain.size();
            }

            @Override
            public PieceKind kind(int id) {
                return plain.kind(id);
            }

            @Override
            public byte[] piece(int id) {
                return plain.piece(id);
            }

            @Override
            public java.util.OptionalInt id(byte[] piece) {
                return plain.id(piece);
            }

            @Override
            public int[] encode(String text) {
                return plain.encode(text);
            }

            @Override
            public int[] encode(byte[] utf8) {
                return plain.encode(utf8);
            }

            @Override
            public byte[] decodeToBytes(int[] ids) {
                return plain.decodeToBytes(ids);
            }
        }.describe();
        assertThat(found.special()).containsExactly("<s>", "</s>");
        assertThat(found.unknown()).hasValue(0);
        assertThat(found.byteFallback()).isTrue();
        assertThat(Arrays.asList(found.normalization(), found.splitting())).containsOnly("none");
    }
}
