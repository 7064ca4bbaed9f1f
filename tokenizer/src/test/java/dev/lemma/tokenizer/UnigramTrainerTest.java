package dev.lemma.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class UnigramTrainerTest {
    private static final UnigramTrainingOptions LINES = UnigramTrainingOptions.lines(600);

    private static TrainedVocabulary train(UnigramTrainingOptions options, List<String> texts) {
        return new UnigramTrainer(options).train(TrainingTexts.of(texts), TrainingListener.NONE);
    }

    private static TrainedVocabulary trainBytes(UnigramTrainingOptions options, byte[]... texts) {
        return new UnigramTrainer(options).train(TrainingTexts.ofBytes(List.of(texts)), TrainingListener.NONE);
    }

    private static List<String> pieces(TrainedVocabulary vocabulary, PieceKind kind) {
        List<String> pieces = new ArrayList<>();
        for (int id = 0; id < vocabulary.size(); id++) {
            if (vocabulary.kind(id) == kind) {
                pieces.add(TrainingTestTexts.utf8(vocabulary.piece(id)));
            }
        }
        return pieces;
    }

    @Test
    void findsTheWordsOfATinyText() {
        List<String> texts = List.of("low low low low lower lower newest newest newest newest newest newest");
        TrainedVocabulary vocabulary = train(UnigramTrainingOptions.of(14), texts);
        assertThat(pieces(vocabulary, PieceKind.UNKNOWN)).containsExactly("<unk>");
        assertThat(pieces(vocabulary, PieceKind.CONTROL)).containsExactly("<s>", "</s>");
        // The eight letters and the space, and the two pieces that save most.
        assertThat(pieces(vocabulary, PieceKind.NORMAL))
                .containsExactlyInAnyOrder(
                        "\u2581", "l", "o", "w", "e", "r", "n", "s", "t", "\u2581low", "\u2581newest");
        assertThat(TrainingTestTexts.utf8(vocabulary.piece(3))).isEqualTo("\u2581newest");
        assertThat(TrainingTestTexts.utf8(vocabulary.piece(4))).isEqualTo("\u2581low");
        // low x 4, low e r x 2, newest x 6; the text has 69 bytes.
        assertThat(vocabulary.report().training()).isEqualTo(new TrainingReport.Compression(69, 16));
        assertThat(vocabulary.count(3)).isEqualTo(6);
    }

    @Test
    void hasExactlyTheSizeAskedForAndFallingScores() {
        List<String> texts = TrainingTestTexts.sentences(300, 1);
        for (int size : new int[] {70, 80, 100, 101, 150}) {
            TrainedVocabulary vocabulary = train(UnigramTrainingOptions.of(size), texts);
            assertThat(vocabulary.size()).isEqualTo(size);
            assertThat(new HashSet<>(pieces(vocabulary, PieceKind.NORMAL))).hasSize(size - 3);
            double sum = 0;
            for (int id = 3; id < size; id++) {
                sum += Math.exp(vocabulary.score(id));
                assertThat(vocabulary.score(id)).isFinite().isNegative();
                assertThat(vocabulary.count(id)).isPositive();
                if (id > 3) {
                    assertThat(vocabulary.score(id)).isLessThanOrEqualTo(vocabulary.score(id - 1));
                }
            }
            assertThat(sum).isBetween(0.5, 1 + 1e-9);
        }
    }

    @Test
    void moreIdsCompressMore() {
        List<String> texts = TrainingTestTexts.sentences(500, 2);
        double before = 0;
        for (int size : new int[] {50, 55, 62}) {
            double now = train(UnigramTrainingOptions.of(size), texts)
                    .report()
                    .training()
                    .bytesPerToken();
            assertThat(now).isGreaterThan(before);
            before = now;
        }
        assertThat(before).isGreaterThan(2);
    }

    @Test
    void doesNotDependOnTheNumberOfThreads() {
        List<String> texts = TrainingTestTexts.sentences(8_000, 3);
        UnigramTrainingOptions words = UnigramTrainingOptions.of(120);
        for (UnigramTrainingOptions options : List.of(words, LINES, LINES.withMaxUnitBytes(200_000))) {
            TrainedVocabulary one = train(options.withThreads(2), texts);
            for (int threads : new int[] {1, 3}) {
                TrainedVocabulary more = train(options.withThreads(threads), texts);
                assertThat(more.samePieces(one))
                        .as("%s, %d threads", options, threads)
                        .isTrue();
                assertThat(more.report().training()).isEqualTo(one.report().training());
            }
        }
    }

    @Test
    void pieceOfWordsConsistOfWholeCharactersOfOneScript() {
        TrainedVocabulary vocabulary = train(UnigramTrainingOptions.of(110), TrainingTestTexts.sentences(500, 4));
        for (String piece : pieces(vocabulary, PieceKind.NORMAL)) {
            assertThat(piece).doesNotContain("\ufffd").doesNotContain(" ");
            assertThat(piece.lastIndexOf('\u2581')).isLessThanOrEqualTo(0);
            Set<Character.UnicodeScript> scripts = new HashSet<>();
            piece.codePoints().filter(c -> c != '\u2581').forEach(c -> scripts.add(Character.UnicodeScript.of(c)));
            assertThat(scripts).as(piece).hasSizeLessThanOrEqualTo(1);
        }
        TrainedVocabulary mixed =
                train(UnigramTrainingOptions.of(110).withSplitByScript(false), TrainingTestTexts.sentences(500, 4));
        assertThat(pieces(mixed, PieceKind.NORMAL)).anyMatch(p -> p.matches(".*[a-z][,.=].*"));
    }

    @Test
    void coverageLeavesRareCharactersOut() {
        List<String> texts = new ArrayList<>(List.of("Ω"));
        texts.addAll(Collections.nCopies(999, "aaaa bbbb"));
        TrainedVocabulary all = train(UnigramTrainingOptions.of(7).withCharacterCoverage(1), texts);
        assertThat(pieces(all, PieceKind.NORMAL)).contains("Ω");
        assertThat(all.report().coverage()).isEqualTo(1);
        TrainedVocabulary most = train(UnigramTrainingOptions.of(7).withCharacterCoverage(0.999), texts);
        assertThat(pieces(most, PieceKind.NORMAL)).doesNotContain("Ω").contains("a", "b", "\u2581");
        // 999 times 10 characters (two of them spaces) and " Ω"
        assertThat(most.report().coverage()).isCloseTo(9991.0 / 9992, within(1e-12));
        // The Greek letter is one unknown token, or two bytes.
        TrainedVocabulary bytes = train(
                UnigramTrainingOptions.of(263).withCharacterCoverage(0.999).withByteFallback(true), texts);
        assertThat(bytes.report().training().tokens())
                .isEqualTo(most.report().training().tokens() + 1);
        assertThat(pieces(bytes, PieceKind.BYTE))
                .hasSize(256)
                .startsWith("<0x00>", "<0x01>")
                .endsWith("<0xFF>");
    }

    @Test
    void saysWhichSizesArePossible() {
        List<String> texts = List.of("ab ab ab");
        // " ", "a", "b" and " ab" ("ab" is always after the space but ends a word as well).
        assertThatThrownBy(() -> train(UnigramTrainingOptions.of(5), texts))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("vocabSize = 5, not in [6, 8]: these texts have 3 single characters");
        assertThatThrownBy(() -> train(UnigramTrainingOptions.of(9), texts))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("vocabSize = 9, not in [6, 8]");
        assertThat(train(UnigramTrainingOptions.of(6), texts).size()).isEqualTo(6);
        assertThat(train(UnigramTrainingOptions.of(8), texts).size()).isEqualTo(8);
        assertThatThrownBy(() -> train(LINES.withVocabSize(258), texts)).hasMessageContaining("not in [259, ");
        assertThat(train(LINES.withVocabSize(259), texts).size()).isEqualTo(259);
    }

    @Test
    void refusesNothingToTrainOn() {
        for (List<String> texts : List.of(List.<String>of(), List.of(""), List.of(" \n "))) {
            assertThatThrownBy(() -> train(UnigramTrainingOptions.of(100), texts))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("texts hold no word to train on");
        }
        assertThatThrownBy(() -> train(LINES, List.of("")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("texts hold no byte to train on");
    }

    @Test
    void refusesOptionsOutOfRange() {
        UnigramTrainingOptions o = UnigramTrainingOptions.of(10);
        assertThatThrownBy(() -> o.withVocabSize(0)).hasMessage("vocabSize = 0, not in [1, 10000000]");
        assertThatThrownBy(() -> o.withCharacterCoverage(Double.NaN))
                .hasMessage("characterCoverage = NaN, not in [0.9, 1.0]");
        assertThatThrownBy(() -> o.withThreads(0)).hasMessage("threads = 0, not in [1, 1024]");
        assertThatThrownBy(() -> o.withShrinkingFactor(1)).hasMessage("shrinkingFactor = 1.0, not in [0.1, 0.95]");
    }

    @Test
    void oneDocumentIsEnough() {
        assertThat(train(UnigramTrainingOptions.of(5), List.of("a")).size()).isEqualTo(5);
        String text = String.join(" ", TrainingTestTexts.sentences(100, 5));
        assertThat(train(LINES.withVocabSize(400), List.of(text)).size()).isEqualTo(400);
    }

    @Test
    void linesHaveAllBytesInOrderAndMayHoldSpaces() {
        TrainedVocabulary vocabulary = train(LINES, TrainingTestTexts.sentences(500, 6));
        assertThat(vocabulary.size()).isEqualTo(600);
        assertThat(TrainingTestTexts.utf8(vocabulary.piece(0))).isEqualTo("<pad>");
        for (int b = 0; b < 256; b++) {
            assertThat(vocabulary.piece(3 + b)).containsExactly(b);
        }
        for (int id = 260; id < 600; id++) {
            byte[] a = vocabulary.piece(id - 1);
            byte[] b = vocabulary.piece(id);
            assertThat(a.length < b.length || a.length == b.length && Arrays.compareUnsigned(a, b) < 0)
                    .isTrue();
        }
        assertThat(pieces(vocabulary, PieceKind.NORMAL)).anyMatch(p -> p.matches("[a-z]+ [a-z]+ ?"));
        assertThat(vocabulary.report().coverage()).isEqualTo(1);
    }

    @Test
    void invalidBytesAndNulsAreBytesOfLinesAndNotCoveredInWords() {
        byte[] invalid = {'a', 'b', (byte) 0xFF, 0, 'a', 'b', (byte) 0xFF, 0, ' ', (byte) 0xE5, (byte) 0xAD};
        TrainedVocabulary lines = trainBytes(LINES.withVocabSize(260), invalid, invalid);
        assertThat(TrainingTestTexts.latin1(lines.piece(259))).isEqualTo(TrainingTestTexts.latin1(invalid));
        TrainedVocabulary words = trainBytes(UnigramTrainingOptions.of(7), invalid, invalid);
        // " ", NUL, a, b: NUL is a character; 0xFF, 0xE5 and 0xAD are none.
        assertThat(pieces(words, PieceKind.NORMAL)).containsExactlyInAnyOrder("\u2581", "\0", "a", "b");
        assertThat(words.report().coverage()).isCloseTo(8.0 / 12, within(1e-12));
        // Two times: space a b ? NUL a b ? NUL space ? ?
        assertThat(words.report().training()).isEqualTo(new TrainingReport.Compression(22, 24));
    }

    @Test
    void modelsSegmentAsReported() {
        List<String> texts = TrainingTestTexts.sentences(300, 8);
        TrainedVocabulary lines = train(LINES, texts);
        UnigramTokenizer tokenizer = new UnigramTokenizer(lines.unigramModel());
        long tokens = texts.stream().mapToLong(t -> tokenizer.encode(t).length).sum();
        assertThat(tokens).isEqualTo(lines.report().training().tokens());
        assertThat(lines.bytePieceVocabulary().model().size()).isEqualTo(600);
        TrainedVocabulary words = train(UnigramTrainingOptions.of(70).withSplitByScript(false), texts);
        UnigramModel model = words.unigramModel();
        long inWords = 0;
        for (String text : texts) {
            String normal = java.text.Normalizer.normalize(text, java.text.Normalizer.Form.NFKC);
            String spaced = "\u2581" + String.join("\u2581", normal.strip().split("\\s+"));
            inWords += model.viterbi(TrainingTestTexts.utf8(spaced)).length;
        }
        assertThat(inWords).isEqualTo(words.report().training().tokens());
        assertThatThrownBy(words::bytePieceVocabulary)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("special pieces are [<unk>, <s>, </s>]");
    }

    @Test
    void measuresHeldOutTexts() {
        TrainedVocabulary vocabulary = new UnigramTrainer(
                        UnigramTrainingOptions.of(8).withByteFallback(false))
                .train(
                        TrainingTexts.of(List.of("ab ab ab")),
                        TrainingTexts.of(List.of("ab b", "xab")),
                        TrainingListener.NONE);
        // ▁ab | ▁ b | ▁ unknown ab
        assertThat(vocabulary.report().heldOut()).contains(new TrainingReport.Compression(7, 6));
    }

    @Test
    void endsWhenCancelledAndTellsHowFarItIs() {
        List<String> texts = TrainingTestTexts.sentences(2_000, 7);
        List<String> seen = new ArrayList<>();
        TrainingListener follower = (stage, done, total) -> {
            assertThat(done).isNotNegative();
            assertThat(total == 0 || done <= total).isTrue();
            seen.add(stage.name());
        };
        new UnigramTrainer(UnigramTrainingOptions.of(100)).train(TrainingTexts.of(texts), follower);
        assertThat(new HashSet<>(seen)).containsExactlyInAnyOrder("COUNT", "SEED", "PRUNE");
        for (TrainingStage end : List.of(TrainingStage.COUNT, TrainingStage.SEED, TrainingStage.PRUNE)) {
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
            assertThatThrownBy(() -> new UnigramTrainer(UnigramTrainingOptions.of(100))
                            .train(TrainingTexts.of(texts), canceller))
                    .isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void failuresOfTheTextsComeThrough() {
        TrainingTexts broken = consumer -> {
            consumer.accept(new byte[10]);
            throw new TokenizerException("x.txt: broken");
        };
        assertThatThrownBy(() -> new UnigramTrainer(LINES).train(broken, TrainingListener.NONE))
                .isInstanceOf(TokenizerException.class)
                .hasMessage("x.txt: broken");
    }
}
