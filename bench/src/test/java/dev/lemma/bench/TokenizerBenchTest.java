package dev.lemma.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lemma.tokenizer.BytePieceTrainer;
import dev.lemma.tokenizer.BytePieceTrainingOptions;
import dev.lemma.tokenizer.SentencePieceModel;
import dev.lemma.tokenizer.TextNormalization;
import dev.lemma.tokenizer.TrainingListener;
import dev.lemma.tokenizer.TrainingTexts;
import dev.lemma.tokenizer.UnigramTrainer;
import dev.lemma.tokenizer.UnigramTrainingOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerBenchTest {
    private static final String[] WORDS =
            "attention is all you need to detail the of a network with low rank".split(" ", -1);
    private static final List<String> TEXTS = texts();

    /// Words in random order, and an empty text.
    private static List<String> texts() {
        Random random = new Random(3);
        List<String> texts = new ArrayList<>();
        for (int t = 0; t < 200; t++) {
            texts.add(random.ints(t == 0 ? 0 : 12, 0, WORDS.length)
                    .mapToObj(w -> WORDS[w])
                    .collect(Collectors.joining(" ")));
        }
        return texts;
    }

    @Test
    void everyOperationOfEveryModelIsALine(@TempDir Path folder) throws Exception {
        Path bytePiece = folder.resolve("b.model");
        TrainingTexts texts = TrainingTexts.of(TEXTS);
        new BytePieceTrainer(BytePieceTrainingOptions.of(300))
                .train(texts, TrainingListener.NONE)
                .getFirst()
                .bytePieceVocabulary()
                .write(bytePiece);
        Path unigram = folder.resolve("u.model");
        SentencePieceModel.of(new UnigramTrainer(UnigramTrainingOptions.of(292)
                                .withNormalization(TextNormalization.NONE)
                                .withByteFallback(true))
                        .train(texts, TrainingListener.NONE))
                .write(unigram);
        List<JsonNode> lines = new ArrayList<>();
        JsonMapper json = new JsonMapper();
        TokenizerBench.run(new TokenizerBench.Options(2, 2, 0.2, false), TEXTS, List.of(bytePiece, unigram), line -> {
            try {
                lines.add(json.readTree(line));
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        assertThat(lines.stream()
                        .map(line -> line.path("model").asText() + " "
                                + line.path("op").asText()))
                .containsExactly(
                        "b.model load",
                        "b.model viterbi",
                        "b.model sample",
                        "b.model threads",
                        "u.model load",
                        "u.model viterbi",
                        "u.model sample",
                        "u.model threads");
        assertThat(lines).allMatch(line -> line.path("bench").asText().equals("tokenizer"));
        JsonNode viterbi = lines.get(1);
        int bytes = String.join("", TEXTS).length();
        assertThat(viterbi.path("bytes").asInt()).isEqualTo(bytes);
        assertThat(viterbi.path("tokens").asInt()).isBetween(1, bytes);
        assertThat(viterbi.path("mb_s").asDouble()).isPositive();
        assertThat(lines.get(2).path("tokens").asInt())
                .isGreaterThan(viterbi.path("tokens").asInt());
        assertThat(lines).noneMatch(line -> line.has("sentencepiece_mb_s"));
    }

    @Test
    void optionsHaveRangesAndEmptyTextsAreRefused() {
        assertThatThrownBy(() -> new TokenizerBench.Options(0, 2, 0.2, false))
                .hasMessage("rounds = 0, not in [1, 1000]");
        assertThatThrownBy(() -> new TokenizerBench.Options(1, 1, 0.2, false)).hasMessageContaining("threads = 1");
        assertThatThrownBy(() -> new TokenizerBench.Options(1, 2, Double.NaN, false))
                .hasMessageContaining("alpha = NaN");
        assertThatThrownBy(() -> TokenizerBench.run(
                        new TokenizerBench.Options(1, 2, 0.2, false), List.of(""), List.of(), line -> {}))
                .hasMessage("texts hold nothing to encode");
    }
}
