package dev.lemma.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BpeTrainerTest {
    /// A word goes up to the next space, which starts the next word.
    private static final TextSplitter SPACES = (text, from, to, receiver) -> {
        int start = from;
        for (int i = from + 1; i <= to; i++) {
            if (i == to || text[i] == ' ') {
                receiver.part(text, start, i);
                start = i;
            }
        }
    };

    private static TrainedBpe train(BpeTrainingOptions options, List<String> texts) {
        return new BpeTrainer(options, SPACES).train(TrainingTexts.of(texts), TrainingListener.NONE);
    }

    private static String piece(TrainedBpe bpe, int id) {
        return TrainingTestTexts.latin1(bpe.vocabulary().piece(id));
    }

    private static List<String> merges(TrainedBpe bpe) {
        List<String> merges = new ArrayList<>();
        for (int rank = 0; rank < bpe.merges(); rank++) {
            merges.add(piece(bpe, bpe.left(rank)) + "+" + piece(bpe, bpe.right(rank)));
            assertThat(piece(bpe, bpe.merged(rank)))
                    .isEqualTo(piece(bpe, bpe.left(rank)) + piece(bpe, bpe.right(rank)));
        }
        return merges;
    }

    @Test
    void mergesTheExampleOfThePaper() {
        // Sennrich et al. 2016, with ties by ids: e+s 9, then es+t 9, l+o 7, lo+w 7.
        List<String> texts = new ArrayList<>();
        texts.addAll(Collections.nCopies(5, "low"));
        texts.addAll(Collections.nCopies(2, "lower"));
        texts.addAll(Collections.nCopies(6, "newest"));
        texts.addAll(Collections.nCopies(3, "widest"));
        TrainedBpe bpe = train(BpeTrainingOptions.of(260), texts);
        assertThat(merges(bpe)).containsExactly("e+s", "es+t", "l+o", "lo+w");
        assertThat(bpe.vocabulary().count(256)).isEqualTo(9);
        assertThat(bpe.vocabulary().count(259)).isEqualTo(7);
        assertThat(bpe.vocabulary().count('w')).isEqualTo(16);
        assertThat(bpe.vocabulary().score(259)).isEqualTo(-259);
        // low 1 * 5, low e r 3 * 2, n e w est 4 * 6, w i d est 4 * 3
        assertThat(bpe.vocabulary().report().training().tokens()).isEqualTo(47);
    }

    @Test
    void overlappingPairsMergeFromTheLeft() {
        TrainedBpe bpe = train(BpeTrainingOptions.of(258), List.of("aaaaa", "aaaaa"));
        // a a a a a: 8 pairs; then aa aa a: aa+aa and aa+a twice each, the smaller right id first.
        assertThat(merges(bpe)).containsExactly("a+a", "aa+a");
        assertThat(bpe.vocabulary().count(256)).isEqualTo(8);
        assertThat(bpe.vocabulary().report().training().tokens()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void mergesWhatCountingAnewEachTimeMerges(long seed) {
        List<String> texts = TrainingTestTexts.sentences(60, seed);
        BpeTrainingOptions options = BpeTrainingOptions.of(400)
                .withSpecialPieces(List.of("<a>", "<b>"))
                .withMaxPieceLength(9);
        TrainedBpe bpe = train(options, texts);
        assertThat(merges(bpe)).as("seed %d", seed).isEqualTo(naive(texts, 398 - 256, 9));
        assertThat(bpe.vocabulary().size()).isEqualTo(400);
        assertThat(piece(bpe, 1)).isEqualTo("<b>");
        assertThat(bpe.vocabulary().kind(1)).isEqualTo(PieceKind.CONTROL);
        assertThat(bpe.vocabulary().piece(2 + 'a')).containsExactly('a');
    }

    /// New pieces by the definition: counts all pairs before each merge.
    private static List<String> naive(List<String> texts, int newPieces, int maxLength) {
        Map<String, Integer> ids = new HashMap<>();
        for (int b = 0; b < 256; b++) {
            ids.put(String.valueOf((char) b), b);
        }
        List<List<String>> words = new ArrayList<>();
        for (String text : texts) {
            byte[] bytes = TrainingTestTexts.utf8(text);
            SPACES.split(
                    bytes,
                    0,
                    bytes.length,
                    (b, from, to) -> words.add(new ArrayList<>(
                            List.of(BytePieceReference.latin1(b, from, to).split("")))));
        }
        List<String> merges = new ArrayList<>();
        while (ids.size() < 256 + newPieces) {
            Map<Long, Long> counts = new TreeMap<>();
            for (List<String> word : words) {
                for (int i = 1; i < word.size(); i++) {
                    if (word.get(i - 1).length() + word.get(i).length() <= maxLength) {
                        counts.merge((long) id(ids, word.get(i - 1)) << 32 | id(ids, word.get(i)), 1L, Long::sum);
                    }
                }
            }
            long best = counts.entrySet().stream()
                    .reduce((a, b) -> b.getValue() > a.getValue() ? b : a)
                    .orElseThrow()
                    .getKey();
            String left = name(ids, (int) (best >>> 32));
            String right = name(ids, (int) best);
            merges.add(left + "+" + right);
            ids.putIfAbsent(left + right, ids.size());
            for (List<String> word : words) {
                for (int i = 0; i + 1 < word.size(); i++) {
                    if (word.get(i).equals(left) && word.get(i + 1).equals(right)) {
                        word.set(i, left + right);
                        word.remove(i + 1);
                    }
                }
            }
        }
        return merges;
    }

    private static int id(Map<String, Integer> ids, String piece) {
        return ids.getOrDefault(piece, -1);
    }

    private static String name(Map<String, Integer> ids, int id) {
        return ids.entrySet().stream()
                .filter(e -> e.getValue() == id)
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    @Test
    void doesNotDependOnTheNumberOfThreads() {
        List<String> texts = TrainingTestTexts.sentences(20_000, 5);
        BpeTrainingOptions options = BpeTrainingOptions.of(320);
        TrainedBpe one = train(options.withThreads(1), texts);
        for (int threads : new int[] {2, 7}) {
            TrainedBpe more = train(options.withThreads(threads), texts);
            assertThat(more.vocabulary().samePieces(one.vocabulary())).isTrue();
            assertThat(merges(more)).isEqualTo(merges(one));
        }
    }

    @Test
    void measuresHeldOutTextAsItMeasuresTrainingText() {
        List<String> texts = TrainingTestTexts.sentences(200, 6);
        TrainedBpe bpe = new BpeTrainer(BpeTrainingOptions.of(350), SPACES)
                .train(TrainingTexts.of(texts), TrainingTexts.of(texts), TrainingListener.NONE);
        TrainingReport report = bpe.vocabulary().report();
        assertThat(report.heldOut()).contains(report.training());
        assertThat(report.training().bytesPerToken()).isGreaterThan(2);
    }

    @Test
    void bytesOfAnyKindAreWelcome() {
        byte[] text = {0, (byte) 0xFF, 0, (byte) 0xFF, 0, (byte) 0xFF};
        TrainedBpe bpe = new BpeTrainer(BpeTrainingOptions.of(257), SPACES)
                .train(TrainingTexts.ofBytes(List.of(text)), TrainingListener.NONE);
        assertThat(merges(bpe)).containsExactly("\0+\u00ff");
        TrainedBpe zeros = new BpeTrainer(BpeTrainingOptions.of(257), SPACES)
                .train(TrainingTexts.ofBytes(List.of(new byte[4])), TrainingListener.NONE);
        assertThat(merges(zeros)).containsExactly("\0+\0");
    }

    @Test
    void saysWhichSizesArePossible() {
        assertThatThrownBy(() -> train(BpeTrainingOptions.of(300), List.of("abc abc")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("vocabSize = 300, not in [256, 258]: no other pair of at most 256 bytes occurs 2 times in"
                        + " these texts");
        assertThat(train(BpeTrainingOptions.of(258), List.of("abc abc"))
                        .vocabulary()
                        .size())
                .isEqualTo(258);
        assertThat(train(BpeTrainingOptions.of(256), List.of("abc")).merges()).isZero();
        assertThatThrownBy(() -> BpeTrainingOptions.of(255)).hasMessage("vocabSize = 255, not in [256, 10000000]");
        assertThatThrownBy(() -> BpeTrainingOptions.of(300).withSpecialPieces(List.of("x", "x")))
                .hasMessageContaining("they must differ");
        assertThatThrownBy(() -> train(BpeTrainingOptions.of(300), List.of()))
                .hasMessage("texts hold no byte to train on");
    }

    @Test
    void endsWhenCancelled() {
        TrainingListener cancelled = new TrainingListener() {
            @Override
            public void progress(TrainingStage stage, long done, long total) {}

            @Override
            public boolean cancelled() {
                return true;
            }
        };
        assertThatThrownBy(() -> new BpeTrainer(BpeTrainingOptions.of(300), SPACES)
                        .train(TrainingTexts.of(List.of("abc abc")), cancelled))
                .isInstanceOf(CancellationException.class);
    }
}
