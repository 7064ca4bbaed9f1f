package dev.lemma.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectionEvaluationTest {
    /// How far a figure may be from the table.
    private static final double TOLERANCE = 0.005;
    private static final double LEAST_MEAN_NDCG10 = 0.519;
    private static final double LEAST_MEAN_MAP = 0.372;

    private record Row(String collection, double ndcg10, double map) {}

    private static final List<Row> TABLE = List.of(
            new Row("adi", 0.5177, 0.4549),
            new Row("cacm", 0.5406, 0.3940),
            new Row("cisi", 0.4253, 0.2455),
            new Row("med", 0.7160, 0.5825),
            new Row("npl", 0.4710, 0.3125));

    @TempDir
    Path folder;

    @Test
    void ranksWhatWasWritten() throws IOException {
        Files.writeString(folder.resolve("docs.jsonl"), """
                {"id": "a", "title": "Cats and dogs", "text": "Animals in the house."}
                {"id": "b", "title": "Graphs", "text": "Of nodes and edges."}
                {"id": "c", "title": "", "text": "A cat sleeps."}
                """);
        Files.writeString(folder.resolve("queries.tsv"), "1\tcat\n2\tgraphs\n3\tnothing\n4\t\"(title:\n5\tunjudged\n");
        Files.writeString(folder.resolve("qrels.trec"), "1 0 c 1\n2 0 b 1\n3 0 a 1\n4 0 a 1\n");
        assertThat(CollectionEvaluation.rankings(folder))
                .containsOnlyKeys("1", "2", "3", "4")
                .containsEntry("2", List.of("b"))
                .containsEntry("3", List.of())
                .hasEntrySatisfying("1", ranking -> assertThat(ranking).containsExactlyInAnyOrder("c", "a"));
        EvaluationResult result = CollectionEvaluation.run(folder);
        assertThat(result.queries()).isEqualTo(4);
        assertThat(result.recall100()).isGreaterThanOrEqualTo(0.5);
        assertThatExceptionOfType(CollectionException.class)
                .isThrownBy(() -> CollectionEvaluation.rankings(folder.resolve("none")));
    }

    /// Quality is a table that a run must meet (shared/data/ir).
    @Test
    void meetsTheTable() {
        Path collections = shared("data/ir");
        SoftAssertions soft = new SoftAssertions();
        double ndcg10 = 0;
        double map = 0;
        for (Row row : TABLE) {
            EvaluationResult result = CollectionEvaluation.run(collections.resolve(row.collection()));
            ndcg10 += result.ndcg10() / TABLE.size();
            map += result.map() / TABLE.size();
            String found = String.format(Locale.ROOT, "%s %.4f %.4f", row.collection(), result.ndcg10(), result.map());
            soft.assertThat(Math.abs(result.ndcg10() - row.ndcg10()))
                    .as("nDCG@10 of %s, expected %s", found, row)
                    .isLessThanOrEqualTo(TOLERANCE);
            soft.assertThat(Math.abs(result.map() - row.map()))
                    .as("MAP of %s, expected %s", found, row)
                    .isLessThanOrEqualTo(TOLERANCE);
        }
        soft.assertThat(ndcg10).as("mean nDCG@10").isGreaterThanOrEqualTo(LEAST_MEAN_NDCG10);
        soft.assertThat(map).as("mean MAP").isGreaterThanOrEqualTo(LEAST_MEAN_MAP);
        soft.assertAll();
    }

    /// A folder of shared data: under the environment's `LEMMA_SHARED`, or `shared` beside any folder above
    /// this one.
    private static Path shared(String name) {
        List<Path> candidates = new ArrayList<>();
        Optional.ofNullable(System.getenv("LEMMA_SHARED")).map(Path::of).ifPresent(candidates::add);
        for (Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
            candidates.add(up.resolve("shared"));
        }
        Optional<Path> found = candidates.stream()
                .map(candidate -> candidate.resolve(name))
                .filter(Files::isDirectory)
                .findFirst();
        Assumptions.assumeTrue(
                found.isPresent(),
                "skipped: shared/" + name + " is not here; LEMMA_SHARED can name the folder 'shared'");
        return found.orElseThrow();
    }
}
