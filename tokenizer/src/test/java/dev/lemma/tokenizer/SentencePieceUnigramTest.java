package dev.lemma.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Random and n-best segmentations of SentencePiece models, and trained vocabularies as such models.
class SentencePieceUnigramTest {
    private static final List<String> TEXTS = TrainingTestTexts.sentences(300, 8);

    private static ScoredTokenizer trained() {
        TrainedVocabulary vocabulary = new UnigramTrainer(UnigramTrainingOptions.of(400)
                        .withNormalization(TextNormalization.NONE)
                        .withByteFallback(true))
                .train(TrainingTexts.of(TEXTS), TrainingListener.NONE);
        byte[] file = SentencePieceModel.of(vocabulary).toBytes();
        assertThat(Tokenizers.load(file, "trained.model")).isInstanceOf(ScoredTokenizer.class);
        return (ScoredTokenizer) Tokenizers.load(file, "trained.model");
    }

    @Test
    void trainedModelsGiveTextBack() {
        ScoredTokenizer tokenizer = trained();
        assertThat(tokenizer.size()).isEqualTo(400);
        for (String text : List.of("", " ", "a  b", "line\nbreak\ttab ", "Ω 注意", TEXTS.getFirst())) {
            assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
            RandomGenerator random = Models.random(1);
            for (int i = 0; i < 20; i++) {
                assertThat(tokenizer.decode(tokenizer.draw(text, 0.1, random).ids()))
                        .isEqualTo(text);
            }
        }
    }

    @Test
    void theBestIsFirstAndIsWhatLargeAlphaDraws() {
        ScoredTokenizer tokenizer = trained();
        // Characters without a piece become bytes, in all of them.
        String text = TEXTS.get(3).substring(0, 12) + " Ω";
        List<Segmentation> best = tokenizer.nbest(text, 5);
        assertThat(best.getFirst().ids()).isEqualTo(tokenizer.encode(text));
        assertThat(best.stream().map(one -> -one.score()).toList()).isSorted();
        Segmentation drawn = tokenizer.draw(text, 1e6, Models.random(2));
        assertThat(drawn).isEqualTo(best.getFirst());
        assertThat(Arrays.stream(drawn.ids()).mapToObj(tokenizer::kind)).contains(PieceKind.BYTE);
    }

    @Test
    void drawsHaveTheProbabilitiesOfTheirScores() {
        ScoredTokenizer tokenizer = trained();
        String text = TEXTS.get(5).substring(0, 6);
        double alpha = 0.3;
        List<Segmentation> all = tokenizer.nbest(text, 1_000);
        assertThat(all.size()).isBetween(2, 999);
        double z =
                all.stream().mapToDouble(one -> Math.exp(alpha * one.score())).sum();
        Map<Segmentation, Integer> counts = new HashMap<>();
        RandomGenerator random = Models.random(3);
        int draws = 40_000;
        for (int i = 0; i < draws; i++) {
            counts.merge(tokenizer.draw(text, alpha, random), 1, Integer::sum);
        }
        assertThat(counts.keySet()).isSubsetOf(all);
        for (Segmentation one : all) {
            double p = Math.exp(alpha * one.score()) / z;
            // Five standard deviations of a binomial share, and one draw.
            double bound = 5 * Math.sqrt(p * (1 - p) / draws) + 1.0 / draws;
            assertThat(counts.getOrDefault(one, 0) / (double) draws).isEqualTo(p, within(bound));
        }
    }
}
