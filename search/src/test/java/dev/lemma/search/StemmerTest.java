package dev.lemma.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tartarus.snowball.ext.EnglishStemmer;

class StemmerTest {
    private static final String[] ROOTS = {
        "generat", "happ", "relat", "nation", "argu", "commun", "skis", "sk", "dying", "news", "inning", "proceed",
        "analy", "network", "learn", "train", "optim", "robust", "hop", "fall", "agre", "feed", "luxuri", "consign",
        "knack", "y", "say", "boy", "young", "bb", "oo", "past", "univers", "succeed", "gas", "kiw", "cr", "t"
    };
    private static final String[] ENDS = {
        "",
        "s",
        "es",
        "e",
        "ed",
        "ing",
        "ings",
        "y",
        "ies",
        "ied",
        "ly",
        "ily",
        "iness",
        "ization",
        "ational",
        "al",
        "ality",
        "ously",
        "ous",
        "ement",
        "ment",
        "ive",
        "ivity",
        "fulness",
        "ful",
        "ness",
        "ously",
        "able",
        "ably",
        "ance",
        "er",
        "izer",
        "ity",
        "ist",
        "ism",
        "ological",
        "ology",
        "edly",
        "ingly",
        "ssed",
        "lli",
        "tional",
        "ion"
    };

    private static List<String> vocabulary() {
        List<String> words = new ArrayList<>();
        for (String root : ROOTS) {
            for (String end : ENDS) {
                for (String more : ENDS) {
                    words.add(root + end + more);
                }
            }
        }
        return words;
    }

    private static String stem(Stemmer stemmer, String word) {
        String text = "ab" + word + "c";
        long stem = stemmer.stem(text.toCharArray(), 2, word.length());
        StringBuilder built = new StringBuilder(word.substring(0, Stemmer.kept(stem)));
        for (int i = 0; i < Stemmer.tailLength(stem); i++) {
            built.append(Stemmer.tail(stem, i));
        }
        return built.toString();
    }

    /// The vocabulary is larger than the cache's share of slots for it: many words throw others out.
    @Test
    void isSnowball() {
        List<String> words = vocabulary();
        assertThat(words).hasSizeGreaterThan(1 << 16);
        EnglishStemmer snowball = new EnglishStemmer();
        Stemmer stemmer = new Stemmer();
        for (int round = 0; round < 3; round++) {
            for (String word : words) {
                if (word.length() < 3) {
                    continue;
                }
                snowball.setCurrent(word);
                snowball.stem();
                String stem = stem(stemmer, word);
                if (!stem.equals(snowball.getCurrent())) {
                    assertThat(stem).as("round %d: %s", round, word).isEqualTo(snowball.getCurrent());
                }
            }
            Collections.shuffle(words, new Random(round));
        }
    }

    @Test
    void leavesOtherWordsAlone() {
        Stemmer stemmer = new Stemmer();
        for (String word : List.of("", "a", "is", "3s", "x2ings", "\u56fe\u50cf", "\u043c\u0438\u0440\u044b", "c++")) {
            assertThat(stem(stemmer, word)).isEqualTo(word);
        }
    }
}
