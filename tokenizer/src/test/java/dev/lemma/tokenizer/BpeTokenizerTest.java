package dev.lemma.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class BpeTokenizerTest {
    static BpeTokenizer.Builder bytes(SplitPattern pattern) {
        BpeTokenizer.Builder builder = BpeTokenizer.builder(pattern);
        for (int b = 0; b < 256; b++) {
            builder.add(new byte[] {(byte) b}, PieceKind.NORMAL);
        }
        return builder;
    }

    @Test
    void joinsTheLowestRankFirstAndTheLeftmostOfEqualOnes() {
        BpeTokenizer tokenizer = bytes(SplitPattern.GPT2)
                .add("bc".getBytes(UTF_8), PieceKind.NORMAL)
                .add("ab".getBytes(UTF_8), PieceKind.NORMAL)
                .add("aa".getBytes(UTF_8), PieceKind.NORMAL)
                .merge('b', 'c', 256)
                .merge('a', 'b', 257)
                .merge('a', 'a', 258)
                .build();
        assertThat(tokenizer.encode("abc")).containsExactly('a', 256);
        assertThat(tokenizer.encode("aaa")).containsExactly(258, 'a');
        assertThat(tokenizer.encode("aab")).containsExactly('a', 257);
        assertThat(tokenizer.encode("")).isEmpty();
    }

    @Test
    void aWordThatIsAPieceIsThatPieceOnlyIfAsked() {
        BpeTokenizer.Builder builder = bytes(SplitPattern.GPT2).add("abc".getBytes(UTF_8), PieceKind.NORMAL);
        assertThat(builder.build().encode("abc")).containsExactly('a', 'b', 'c');
        assertThat(builder.wholeWords().build().encode("abc")).containsExactly(256);
    }

    @Test
    void specialPiecesAreFoundOnlyIfAsked() {
        BpeTokenizer tokenizer = bytes(SplitPattern.GPT2)
                .add("<|end|>".getBytes(UTF_8), PieceKind.CONTROL)
                .add("<user>".getBytes(UTF_8), PieceKind.USER_DEFINED)
                .build();
        assertThat(tokenizer.encode("<|end|>")).hasSize(7).doesNotContain(256);
        assertThat(tokenizer.encodeSpecial("a<|end|><user>")).containsExactly('a', 256, 257);
        assertThat(tokenizer.encode("a<user>")).containsExactly('a', 257);
        assertThat(tokenizer.decode(new int[] {'a', 256, 257})).isEqualTo("a<user>");
        assertThat(tokenizer.kind(256)).isEqualTo(PieceKind.CONTROL);
        assertThat(tokenizer.describe().special()).containsExactly("<|end|>");
    }

    @Test
    void invalidUtf8AndNulComeBack() {
        BpeTokenizer tokenizer = bytes(SplitPattern.LLAMA3).build();
        byte[] odd = {
            0, (byte) 0xFF, 'a', (byte) 0xC3, (byte) 0xED, (byte) 0xA0, (byte) 0x80, ' ', (byte) 0xF0, (byte) 0x9F
        };
        assertThat(tokenizer.decodeToBytes(tokenizer.encode(odd))).isEqualTo(odd);
        assertThat(tokenizer.decode(tokenizer.encode("lone \ud800 surrogate"))).isEqualTo("lone ? surrogate");
    }

    @Test
    void aMissingByteIsAnErrorNotAHole() {
        BpeTokenizer tokenizer = BpeTokenizer.builder(SplitPattern.GPT2)
                .add("a".getBytes(UTF_8), PieceKind.NORMAL)
                .build();
        assertThatThrownBy(() -> tokenizer.encode("ab"))
                .isInstanceOf(TokenizerException.class)
                .hasMessageContaining("byte 0x62");
    }

    @Test
    void wrongArgumentsAreNamed() {
        BpeTokenizer tokenizer = bytes(SplitPattern.GPT2).build();
        assertThatThrownBy(() -> tokenizer.decode(new int[] {1, 256}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("id 256 is outside [0, 256)");
        assertThatThrownBy(() -> tokenizer.piece(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> bytes(SplitPattern.GPT2).merge('a', 'b', 'c'))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("result 99");
        assertThatThrownBy(() -> bytes(SplitPattern.GPT2)
                        .add(new byte[] {'a'}, PieceKind.NORMAL)
                        .build())
                .isInstanceOf(TokenizerException.class)
                .hasMessageContaining("piece 256 'a'");
    }

    /// One word, so one row of symbols: quadratic merging would take hours.
    @Test
    void aLongWordTakesLittleTime() {
        BpeTokenizer.Builder builder = bytes(SplitPattern.GPT2);
        int last = 'a';
        byte[] piece = {'a'};
        for (int level = 0; level < 6; level++) {
            piece = Arrays.copyOf(piece, 2 * piece.length);
            Arrays.fill(piece, (byte) 'a');
            builder.add(piece, PieceKind.NORMAL).merge(last, last, 256 + level);
            last = 256 + level;
        }
        BpeTokenizer tokenizer = builder.build();
        byte[] text = new byte[4_000_000];
        Arrays.fill(text, (byte) 'a');
        int[] ids = tokenizer.encode(text);
        assertThat(ids).hasSize(4_000_000 / 64).containsOnly(261);
        assertThat(tokenizer.decodeToBytes(ids)).isEqualTo(text);
    }

    @Test
    void threadsShareOneTokenizer() throws Exception {
        Tokenizer tokenizer = Tokenizers.load(GoldenFile.bytes("tiktoken-ranks.txt"), "cl100k.txt");
        List<GoldenFile.Line> lines = GoldenFile.lines("tiktoken-cl100k.jsonl");
        Callable<Void> task = () -> {
            for (int round = 0; round < 50; round++) {
                for (GoldenFile.Line line : lines) {
                    assertThat(tokenizer.encode(line.text())).containsExactly(line.idArray());
                }
            }
            return null;
        };
        try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
            for (var done : pool.invokeAll(List.of(task, task, task, task))) {
                done.get();
            }
        }
    }
}
