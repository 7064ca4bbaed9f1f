package dev.lemma.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Vocabularies for tests.
final class Models {
    private Models() {}

    static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// All single bytes and some random pieces over the letters, all with random scores.
    static UnigramModel bytes(RandomGenerator random, int pieces, String letters, int longest) {
        UnigramModel.Builder builder = UnigramModel.builder(UnigramRules.BYTES);
        for (int b = 0; b < 256; b++) {
            builder.add(new byte[] {(byte) b}, -10 - 2 * random.nextDouble());
        }
        for (String piece : words(random, pieces, letters, 2, longest)) {
            builder.add(utf8(piece), -2 - 8 * random.nextDouble());
        }
        return builder.build();
    }

    /// As [#bytes], with scores in proportion to lengths: so that also at a large alpha several segmentations
    /// are likely.
    static UnigramModel even(RandomGenerator random, int pieces, String letters, int longest) {
        UnigramModel.Builder builder = UnigramModel.builder(UnigramRules.BYTES);
        for (int b = 0; b < 256; b++) {
            builder.add(new byte[] {(byte) b}, -2 - 0.3 * random.nextDouble());
        }
        for (String piece : words(random, pieces, letters, 2, longest)) {
            builder.add(utf8(piece), -1.8 * piece.length() - 0.3 * random.nextDouble());
        }
        return builder.build();
    }

    /// Id 0 is unknown, id 1 control; some of the letters are pieces, some longer ones, one the user's.
    static UnigramModel characters(RandomGenerator random, int pieces, String letters, int longest) {
        UnigramModel.Builder builder = UnigramModel.builder(UnigramRules.CHARACTERS)
                .add(utf8("<unk>"), 0, PieceKind.UNKNOWN)
                .add(utf8("<s>"), 0, PieceKind.CONTROL);
        int added = 0;
        for (String piece : words(random, pieces, letters, 1, longest)) {
            PieceKind kind = added++ == pieces / 2 ? PieceKind.USER_DEFINED : PieceKind.NORMAL;
            builder.add(utf8(piece), (float) (-2 - 8 * random.nextDouble()), kind);
        }
        return builder.build();
    }

    static String word(RandomGenerator random, String letters, int length) {
        int[] codes = letters.codePoints().toArray();
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < length; i++) {
            word.appendCodePoint(codes[random.nextInt(codes.length)]);
        }
        return word.toString();
    }

    private static Set<String> words(RandomGenerator random, int count, String letters, int shortest, int longest) {
        Set<String> words = new LinkedHashSet<>();
        for (int tries = 0; words.size() < count && tries < 20 * count; tries++) {
            words.add(word(random, letters, random.nextInt(shortest, longest + 1)));
        }
        return words;
    }
}
