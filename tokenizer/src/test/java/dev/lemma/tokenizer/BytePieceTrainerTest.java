package dev.lemma.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BytePieceTrainerTest {
    private static List<TrainedVocabulary> train(BytePieceTrainingOptions options, List<byte[]> texts) {
        return new BytePieceTrainer(options).train(TrainingTexts.ofBytes(texts), TrainingListener.NONE);
    }

    private static List<byte[]> utf8(List<String> texts) {
        return texts.stream().map(TrainingTestTexts::utf8).toList();
    }

    private static Map<String, Long> asMap(TrainedVocabulary vocabulary) {
        Map<String, Long> map = new TreeMap<>();
        for (int id = 3; id < vocabulary.size(); id++) {
            map.put(TrainingTestTexts.latin1(vocabulary.piece(id)), vocabulary.count(id));
        }
        return map;
    }

    private static List<Map<String, Long>> reference(BytePieceTrainingOptions options, List<byte[]> texts) {
        List<String> parts = new ArrayList<>();
        for (byte[] text : texts) {
            byte[] normal = options.normalization().apply(text, 0, text.length);
            TextParts.lines(
                    normal,
                    0,
                    normal.length,
                    10_000,
                    options.isolateDigits(),
                    (b, from, to) -> parts.add(BytePieceReference.latin1(b, from, to)));
        }
        return new BytePieceReference(options).train(parts);
    }

    private static void sameAsReference(BytePieceTrainingOptions options, List<byte[]> texts, String what) {
        List<Map<String, Long>> expected = reference(options, texts);
        List<TrainedVocabulary> actual = train(options, texts);
        assertThat(actual).hasSameSizeAs(expected);
        for (int k = 0; k < expected.size(); k++) {
            assertThat(asMap(actual.get(k)))
                    .as("%s, %s, size %d", what, options, k)
                    .isEqualTo(expected.get(k));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void makesThePiecesAndCountsOfTheReference(long seed) {
        List<byte[]> texts = utf8(TrainingTestTexts.sentences(60, seed));
        BytePieceTrainingOptions base = BytePieceTrainingOptions.of(300).withThreads(2);
        String what = "seed " + seed;
        for (int order = 1; order <= 7; order++) {
            sameAsReference(base.withOrder(order), texts, what);
        }
        sameAsReference(base.withIsolateDigits(true), texts, what);
        sameAsReference(base.withEnsureUnicode(false), texts, what);
        sameAsReference(base.withMinCount(5).withMaxPieceLength(7), texts, what);
        sameAsReference(base.withMaxVocabSizes(List.of(280, 100_000, 320, 261)), texts, what);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void doesSoOnBytesThatAreNoText(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> texts = new ArrayList<>();
        for (int t = 0; t < 10; t++) {
            texts.add(TrainingTestTexts.bytes(random.nextInt(0, 120), 8, random));
        }
        BytePieceTrainingOptions base = BytePieceTrainingOptions.of(400).withThreads(2);
        sameAsReference(base.withOrder(1 + (int) seed), texts, "seed " + seed);
        sameAsReference(base.withOrder(1 + (int) seed).withEnsureUnicode(false), texts, "seed " + seed);
    }

    private static List<String> segment(String part, int order, boolean wholeCharacters) {
        byte[] text = TrainingTestTexts.utf8(part);
        List<String> pieces = new ArrayList<>();
        try (TrainingPool pool = new TrainingPool(1, TrainingListener.NONE)) {
            NgramCounts counts = new NgramCounts(order, 1 << 16, pool);
            counts.add(1, (b, receiver) -> receiver.part(text, 0, text.length));
            counts.complete();
            new BytePieceSegmenter(counts.model(2), wholeCharacters)
                    .segment(
                            text,
                            0,
                            text.length,
                            (b, from, to) -> pieces.add(0, BytePieceReference.latin1(b, from, to)));
        }
        return pieces;
    }

    @Test
    void segmentsAHandComputedExample() {
        // After a always b, so b continues a piece at no cost; no other pair occurs twice.
        assertThat(segment("xabyabzab", 2, true)).containsExactly("x", "ab", "y", "ab", "z", "ab");
    }

    @Test
    void rareCharactersStayWholeAndDoNotSpoilTheRestOfAPart() {
        // No n-gram of the Chinese character occurs twice: BytePiece 0.6 finds no state for its second byte,
        // and single bytes only from there on.
        assertThat(segment("学xabyabzab", 2, true))
                .containsExactly("\u00e5\u00ad\u00a6", "x", "ab", "y", "ab", "z", "ab");
        assertThat(segment("学xabyabzab", 2, false))
                .containsExactly("\u00e5", "\u00ad", "\u00a6", "x", "ab", "y", "ab", "z", "ab");
    }

    @Test
    void allBytesAreThereAndIdsAreInOrder() {
        TrainedVocabulary vocabulary = train(
                        BytePieceTrainingOptions.of(400), utf8(TrainingTestTexts.sentences(300, 4)))
                .getFirst();
        assertThat(vocabulary.size()).isLessThanOrEqualTo(400).isGreaterThan(300);
        assertThat(vocabulary.kind(2)).isEqualTo(PieceKind.CONTROL);
        for (int b = 0; b < 256; b++) {
            assertThat(vocabulary.piece(3 + b)).containsExactly(b);
        }
        double sum = 0;
        for (int id = 3; id < vocabulary.size(); id++) {
            sum += Math.exp(vocabulary.score(id));
            byte[] a = vocabulary.piece(id - 1);
            byte[] b = vocabulary.piece(id);
            boolean after = a.length < b.length || a.length == b.length && Arrays.compareUnsigned(a, b) < 0;
            assertThat(id == 3 || after).isTrue();
        }
        assertThat(sum).isBetween(1 - 1e-9, 1 + 1e-9);
    }

    @Test
    void doesNotDependOnTheNumberOfThreadsEvenWhenMemoryRunsOut() {
        List<byte[]> texts = utf8(TrainingTestTexts.sentences(8_000, 5));
        List<byte[]> random = new ArrayList<>();
        SplittableRandom source = new SplittableRandom(5);
        for (int t = 0; t < 168; t++) {
            byte[] text = new byte[50_000];
            for (int i = 0; i < text.length; i++) {
                text[i] = (byte) ('a' + source.nextInt(1 + source.nextInt(20)));
            }
            random.add(text);
        }
        BytePieceTrainingOptions roomy = BytePieceTrainingOptions.of(300);
        BytePieceTrainingOptions tight = roomy.withMaxNgrams(1 << 16).withMaxPieceBytes(100_000);
        check(roomy, texts, false);
        check(tight, random, true);
    }

    private static void check(BytePieceTrainingOptions options, List<byte[]> texts, boolean forgets) {
        TrainedVocabulary one = train(options.withThreads(1), texts).getFirst();
        assertThat(one.report().forgotten() > 0).isEqualTo(forgets);
        for (int threads : new int[] {2, 3}) {
            TrainedVocabulary more = train(options.withThreads(threads), texts).getFirst();
            assertThat(more.samePieces(one)).as("%d threads", threads).isTrue();
            assertThat(more.report().training()).isEqualTo(one.report().training());
        }
    }

    @Test
    void modelsSegmentAsReported() {
        List<String> texts = TrainingTestTexts.sentences(300, 8);
        TrainedVocabulary vocabulary =
                train(BytePieceTrainingOptions.of(350), utf8(texts)).getFirst();
        UnigramModel model = vocabulary.bytePieceVocabulary().model();
        UnigramTokenizer tokenizer = new UnigramTokenizer(model);
        long tokens = texts.stream().mapToLong(t -> tokenizer.encode(t).length).sum();
        assertThat(tokens).isEqualTo(vocabulary.report().training().tokens());
        assertThat(model.size()).isEqualTo(vocabulary.size());
        for (int id = 3; id < model.size(); id++) {
            assertThat(model.piece(id)).isEqualTo(vocabulary.piece(id));
            assertThat(model.score(id)).isEqualTo(vocabulary.score(id));
        }
    }

    @Test
    void reportsBothTexts() {
        TrainedVocabulary vocabulary = new BytePieceTrainer(BytePieceTrainingOptions.of(300))
                .train(
                        TrainingTexts.of(List.of("abc", "abc", "abc")),
                        TrainingTexts.of(List.of("abcabc", "x")),
                        TrainingListener.NONE)
                .getFirst();
        assertThat(vocabulary.report().training()).isEqualTo(new TrainingReport.Compression(9, 3));
        assertThat(vocabulary.report().heldOut()).contains(new TrainingReport.Compression(7, 3));
        assertThat(vocabulary.report().times())
                .extracting(TrainingReport.StageTime::stage)
                .containsExactly(
                        TrainingStage.COUNT, TrainingStage.SEGMENT, TrainingStage.PRUNE, TrainingStage.MEASURE);
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatThrownBy(() -> train(BytePieceTrainingOptions.of(300), List.of(new byte[0])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("texts hold no byte to train on");
        assertThatThrownBy(() -> BytePieceTrainingOptions.of(258))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxVocabSizes = 258, not in [259, 10000000]");
        assertThatThrownBy(() -> BytePieceTrainingOptions.of(300).withOrder(8)).hasMessage("order = 8, not in [1, 7]");
        assertThatThrownBy(() -> BytePieceTrainingOptions.of(300).withMaxVocabSizes(List.of()))
                .hasMessage("number of maxVocabSizes = 0, not in [1, 1000]");
        assertThat(train(BytePieceTrainingOptions.of(259), List.of(new byte[] {0}))
                        .getFirst()
                        .size())
                .isEqualTo(259);
    }

    @Test
    void endsWhenCancelled() {
        List<byte[]> texts = utf8(TrainingTestTexts.sentences(1_000, 6));
        for (TrainingStage end :
                List.of(TrainingStage.COUNT, TrainingStage.SEGMENT, TrainingStage.PRUNE, TrainingStage.MEASURE)) {
            TrainingListener canceller = new TrainingListener() {
                private volatile boolean cancelled;

                @Override
                public void progress(TrainingStage stage, long done, long total) {
                    cancelled |= stage == end;
                }

                @Override
                public boolean cancelled() {
                    return cancelled;
                }
            };
            assertThatThrownBy(() -> new BytePieceTrainer(BytePieceTrainingOptions.of(300))
                            .train(TrainingTexts.ofBytes(texts), canceller))
                    .as("%s", end)
                    .isInstanceOf(CancellationException.class);
        }
    }
}
