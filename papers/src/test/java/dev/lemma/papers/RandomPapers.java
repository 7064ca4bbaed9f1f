package dev.lemma.papers;

import java.time.LocalDate;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Random papers out of few values, so that they meet each other; for tests.
final class RandomPapers {
    private static final List<String> AUTHORS =
            List.of("Ada Lovelace", "A. Lovelace", "Émile Borel", "Emile Borel", "李伟", "");
    private static final List<String> SOURCES = List.of("arxiv-kaggle", "arxiv-daily", "venue-jsonl", Classics.SOURCE);
    private static final List<String> TEXTS =
            List.of("", "", "a", "b", "two\nlines", "half \ud800 a pair", "\u0000 zero", "😀");

    private final RandomGenerator random;
    private final int ids;

    RandomPapers(long seed, int ids) {
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        this.ids = ids;
    }

    RandomGenerator random() {
        return random;
    }

    PaperId id() {
        int i = random.nextInt(ids);
        return new PaperId(
                switch (i % 3) {
                    case 0 -> "arxiv:2404.%05d".formatted(i);
                    case 1 -> "venue:ICLR.2018/x" + i;
                    default -> "own:k" + i;
                });
    }

    Paper paper() {
        return paper(id());
    }

    Paper paper(PaperId id) {
        Paper.Builder paper = Paper.builder(id, "Title " + random.nextInt(6))
                .authors(of(AUTHORS))
                .summary(text())
                .categories(of(List.of("cs.LG", "math.ST")))
                .venue(text())
                .year(random.nextBoolean() ? 0 : 2000 + random.nextInt(3))
                .comment(text())
                .doi(random.nextBoolean() ? "" : "10.1/X" + random.nextInt(3))
                .journalRef(text())
                .keywords(of(TEXTS))
                .url(text())
                .pdf(text())
                .source(SOURCES.get(random.nextInt(SOURCES.size())));
        if (random.nextBoolean()) {
            paper.published(day());
        }
        if (random.nextBoolean()) {
            paper.updated(day());
        }
        if (random.nextBoolean()) {
            paper.announced(day());
        }
        return paper.build();
    }

    private LocalDate day() {
        return LocalDate.of(2024, 1, 1 + random.nextInt(4));
    }

    private String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private List<String> of(List<String> values) {
        return random.ints(random.nextInt(3), 0, values.size())
                .mapToObj(values::get)
                .toList();
    }
}
