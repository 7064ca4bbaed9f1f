package dev.lemma.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {
    @TempDir
    Path folder;

    @Test
    void runsTheJudgedQueries() throws IOException {
        Files.writeString(folder.resolve("docs.jsonl"), "{\"id\":\"a\",\"text\":\"\"}");
        Files.writeString(folder.resolve("queries.tsv"), "1\tone\n2\ttwo\n3\tthree\n");
        Files.writeString(folder.resolve("qrels.trec"), "1 0 a 1\n2 0 b 0\n4 0 a 1\n");
        List<String> asked = new ArrayList<>();
        EvaluationResult result = Evaluation.run(TestCollection.open(folder), query -> {
            asked.add(query);
            return List.of("x", "a");
        });
        assertThat(asked).containsExactly("one");
        // Query 4 has no text and scores 0.
        assertThat(result.queries()).isEqualTo(2);
        assertThat(result.map()).isEqualTo(0.25);
    }

    @Test
    void writesRuns() throws IOException {
        StringBuilder out = new StringBuilder();
        TrecRun.write(Collections.singletonMap("1", List.of("b", "a", "b")), "lemma", out);
        assertThat(out.toString()).isEqualTo("1 Q0 b 1 1000 lemma\n1 Q0 a 2 999 lemma\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrecRun.write(Map.of("1", List.of("a b")), "lemma", new StringBuilder()))
                .withMessage("document 'a b' is empty or has white space");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrecRun.write(Map.of(), "", new StringBuilder()))
                .withMessage("tag '' is empty or has white space");
    }

    /// The same run scored by the script that the published numbers come from.
    @Test
    void agreesWithTheReferenceScript() throws IOException, InterruptedException {
        Path shared = shared();
        Path script = shared.resolve("bench/search/eval.py");
        Path medline = shared.resolve("data/ir/med");
        assumeTrue(
                Files.isRegularFile(script) && Files.isDirectory(medline),
                "skipped: ../shared (bench/search/eval.py, data/ir/med) is not here");

        TestCollection collection = TestCollection.open(medline);
        List<String> documents = new ArrayList<>();
        collection.forEachDocument(document -> documents.add(document.id()));
        Random random = new Random(42);
        Map<String, List<String>> run = Evaluation.rankings(collection, query -> {
            List<String> ranking = new ArrayList<>(documents);
            Collections.shuffle(ranking, random);
            return ranking.subList(0, random.nextInt(ranking.size()));
        });
        StringBuilder out = new StringBuilder();
        TrecRun.write(run, "random", out);
        Path file = Files.writeString(folder.resolve("run"), out);
        Process process = new ProcessBuilder(
                        "python3",
                        script.toString(),
                        file.toString(),
                        medline.resolve("qrels.trec").toString())
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();

        JsonNode expected = JsonMapper.builder().build().readTree(output);
        EvaluationResult result = TrecMeasures.mean("med", run, collection.judgements());
        // The script rounds to four digits.
        Offset<Double> rounding = Offset.offset(0.5e-4 + 1e-12);
        assertThat(result.queries()).isEqualTo(expected.get("queries").asInt());
        assertThat(result.ndcg10()).isCloseTo(expected.get("ndcg@10").asDouble(), rounding);
        assertThat(result.map()).isCloseTo(expected.get("map@1000").asDouble(), rounding);
        assertThat(result.recall100()).isCloseTo(expected.get("recall@100").asDouble(), rounding);
        assertThat(result.p10()).isCloseTo(expected.get("p@10").asDouble(), rounding);
    }

    /// The folder `shared` beside the checkout or one of the folders around it.
    private static Path shared() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("shared/bench"))) {
                return at.resolve("shared");
            }
        }
        return Path.of("../shared");
    }
}
