package dev.lemma.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Texts for the tests of trainers.
final class TrainingTestTexts {
    private static final String[] WORDS = {
        "the",
        "model",
        "models",
        "modelled",
        "attention",
        "attend",
        "learning",
        "learn",
        "deep",
        "net",
        "network",
        "networks",
        "language",
        "a",
        "of",
        "to",
        "train",
        "trained",
        "training",
        "naïve",
        "café",
        "学习",
        "模型",
        "注意力",
        "2.5",
        "2017",
        "é",
        "and",
        "is",
        "(e.g.,",
        "x=y",
        "…",
        "unbelievable",
        "low-rank",
        "🙂"
    };

    private TrainingTestTexts() {}

    /// Lines of words, the first words more often; the same for the same seed.
    static List<String> sentences(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> texts = new ArrayList<>();
        for (int t = 0; t < count; t++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(1, 30);
            for (int w = 0; w < length; w++) {
                double r = random.nextDouble();
                text.append(w == 0 ? "" : " ").append(WORDS[(int) (r * r * WORDS.length)]);
                if (random.nextInt(12) == 0) {
                    text.append(random.nextBoolean() ? ",\n" : ".\n\n");
                }
            }
            texts.add(text.toString());
        }
        return texts;
    }

    /// Bytes over a small alphabet, so that much repeats; not valid UTF-8 as a rule.
    static byte[] bytes(int length, int alphabet, SplittableRandom random) {
        byte[] bytes = new byte[length];
        byte[] letters = {'a', 'b', (byte) 0xC3, (byte) 0xA9, 0, (byte) 0xFF, '\n', (byte) 0x80};
        for (int i = 0; i < length; i++) {
            bytes[i] = letters[random.nextInt(alphabet)];
        }
        return bytes;
    }

    static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Ids whose piece is `text`.
    static List<Integer> ids(TrainedVocabulary vocabulary, String text) {
        List<Integer> ids = new ArrayList<>();
        for (int id = 0; id < vocabulary.size(); id++) {
            if (utf8(vocabulary.piece(id)).equals(text)) {
                ids.add(id);
            }
        }
        return ids;
    }
}
