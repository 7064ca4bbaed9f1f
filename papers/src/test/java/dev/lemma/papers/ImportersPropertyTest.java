package dev.lemma.papers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Damaged files and random papers; a failure shows the seed, which is the parameter.
class ImportersPropertyTest {
    private static RandomGenerator generator(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    private static final List<String> SAMPLES = List.of(
            "[{\"id\":\"a\",\"title\":\"T\",\"author\":\"A;B\",\"authors\":[\"A\"],\"year\":2018,\"venue\":\"acl\"},\n"
                    + "{\"id\":\"2404.19756\",\"title\":\"U\",\"announced\":\"2024-05-01\",\"content\":{\"title\":{\"value\":\"V\"}}}]",
            "{\"notes\":[{\"id\":\"a\",\"content\":{\"title\":\"T\",\"authors\":[\"A\"]}}],\"count\":1}",
            "{\"id\":\"own:a\",\"title\":\"T\"}\n{\"id\":\"0704.0001\",\"title\":\"T\",\"authors_parsed\":[[\"A\"]]}\n",
            "<?xml version=\"1.0\"?><OAI-PMH><record><header/><metadata><arXiv><id>0704.0001</id><title>T &amp; &uuml;</title>"
                    + "</arXiv></metadata></record></OAI-PMH>",
            "<collection id=\"2022.acl\"><volume id=\"long\"><meta><year>2022</year></meta><paper id=\"1\"><title>T</title>"
                    + "</paper></volume></collection>",
            "<dblp><article key=\"journals/x/y\"><title>T.</title><year>2001</year></article></dblp>",
            "@article{a, title = {T {x}}, author = \"A and B\", year = 2001 # \"x\"}\n@string{b = {c}}\n@book(d, title={e})",
            "TY  - JOUR\nTI  - T\nAU  - A, B\nPY  - 2001\nER  - \n");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void damagedFilesAreReportedAndNeverThrowAnythingElse(long seed) {
        RandomGenerator random = generator(seed);
        for (int i = 0; i < 300; i++) {
            byte[] bytes = SAMPLES.get(random.nextInt(SAMPLES.size())).getBytes(StandardCharsets.UTF_8);
            for (int j = random.nextInt(6); j > 0; j--) {
                int at = random.nextInt(bytes.length);
                bytes[at] = random.nextBoolean() ? (byte) random.nextInt() : bytes[random.nextInt(bytes.length)];
            }
            int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
            byte[] damaged = Arrays.copyOf(bytes, length);
            Importers.detect(new String(damaged, StandardCharsets.UTF_8), "x");
            for (Importer importer : Importers.all()) {
                Imported imported = Imported.of(importer.name(), ImportContext.ofFile("acl2018.json"), damaged);
                assertThat(imported.broken)
                        .allSatisfy(reason -> assertThat(reason).doesNotContain("\n", "Exception", "null"));
                imported.failure.ifPresent(
                        e -> assertThat(e.getMessage()).doesNotContain("\n").startsWith("acl2018.json"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void importOfExportIsTheSame(long seed) {
        RandomGenerator random = generator(seed);
        List<Paper> papers = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 2_000; i++) {
            Paper.Builder builder = Paper.builder(new PaperId("own:" + i), "T" + text(random))
                    .authors(random.nextBoolean() ? List.of() : List.of("a" + text(random), "b" + text(random)))
                    .summary(text(random))
                    .categories(random.nextBoolean() ? List.of() : List.of("cs.LG", "math.NA"))
                    .venue(random.nextBoolean() ? "" : "ICLR")
                    .year(random.nextBoolean() ? 0 : random.nextInt(1000, 10_000))
                    .comment(text(random))
                    .doi(text(random))
                    .journalRef(text(random))
                    .keywords(random.nextBoolean() ? List.of() : List.of("k" + text(random)))
                    .url(text(random))
                    .pdf(text(random))
                    .source("s" + text(random));
            if (random.nextBoolean()) {
                builder.published(LocalDate.ofEpochDay(random.nextInt(40_000)));
            }
            if (random.nextBoolean()) {
                builder.updated(LocalDate.ofEpochDay(random.nextInt(40_000)))
                        .announced(LocalDate.ofEpochDay(random.nextInt(40_000)));
            }
            Paper paper = builder.build();
            papers.add(paper);
            lines.append(LemmaJsonl.write(paper)).append('\n');
        }
        assertThat(Imported.of("lemma-jsonl", "x.jsonl", lines.toString()).papers)
                .isEqualTo(papers);
    }

    private static String text(RandomGenerator random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            int point = random.nextInt(4) == 0 ? random.nextInt(0x10000) : random.nextInt(128);
            text.appendCodePoint(point >= 0xd800 && point < 0xe000 ? 0x1f600 : point);
        }
        return text.toString();
    }
}
