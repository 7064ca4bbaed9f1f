package dev.lemma.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HuggingFaceBpeTest {
    /// Texts with more than a thousand different pairs: all pairs of 40 letters, and some of everything else.
    private static List<String> texts() {
        RandomGenerator random = Models.random(11);
        List<String> texts = new ArrayList<>();
        String letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN";
        for (int i = 0; i < 3_000; i++) {
            texts.add(Models.word(random, letters, 5) + " it's " + Models.word(random, "ab ", 6) + " "
                    + random.nextInt(100_000) + "!\n\t" + Models.word(random, "é注\"\\\u0001", 2));
        }
        return texts;
    }

    @ParameterizedTest
    @EnumSource(SplitPattern.class)
    void whatIsWrittenCutsTextAsItWasTrained(SplitPattern pattern) {
        List<String> texts = texts();
        BpeTrainingOptions options = BpeTrainingOptions.of(700).withSpecialPieces(List.of("<|\"end\"|>", "<|pad|>"));
        TrainedBpe bpe =
                new BpeTrainer(options, pattern.splitter()).train(TrainingTexts.of(texts), TrainingListener.NONE);
        Tokenizer tokenizer = Tokenizers.load(HuggingFaceBpe.toBytes(bpe, pattern), "trained.json");
        assertThat(tokenizer.size()).isEqualTo(700);
        assertThat(tokenizer.describe().special()).containsExactly("<|\"end\"|>", "<|pad|>");
        long tokens = 0;
        for (String text : texts) {
            int[] ids = tokenizer.encode(text);
            tokens += ids.length;
            assertThat(tokenizer.decode(ids)).isEqualTo(text);
        }
        assertThat(tokens).isEqualTo(bpe.vocabulary().report().training().tokens());
        assertThat(tokenizer.encodeSpecial("<|\"end\"|>")).containsExactly(0);
        for (int id = 2; id < 700; id++) {
            assertThat(tokenizer.piece(id)).isEqualTo(bpe.vocabulary().piece(id));
        }
        byte[] odd = {(byte) 0xFF, 'a', (byte) 0xC3};
        assertThat(tokenizer.decodeToBytes(tokenizer.encode(odd))).isEqualTo(odd);
        assertThat(new String(HuggingFaceBpe.toBytes(bpe, pattern), StandardCharsets.UTF_8))
                .startsWith("{\n  \"version\": \"1.0\"");
    }
}
