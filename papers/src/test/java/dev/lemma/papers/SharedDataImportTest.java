package dev.lemma.papers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Real files of the formats; skipped where the folder of shared data is absent.
class SharedDataImportTest {
    private static Imported imported(String format, String name) throws IOException {
        Path file = SharedData.path(name);
        String fileName = file.getFileName().toString().replace(".gz", "");
        try (InputStream in = SharedData.open(file)) {
            String head = new String(in.readNBytes(Importers.HEAD), StandardCharsets.UTF_8);
            assertThat(Importers.detect(head, fileName).map(Importer::name)).contains(format);
        }
        try (InputStream in = SharedData.open(file)) {
            return Imported.of(format, ImportContext.ofFile(fileName), in);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "arxiv-kaggle, arxiv/kaggle-sample.jsonl, 200",
        "venue-jsonl, venues/iclr2018.jsonl.gz, 989",
        "venue-jsonl, venues/nips1987.jsonl.gz, 51",
        "venue-jsonl, venues/eccv2022.jsonl.gz, 1645",
        "paperlists, venues-raw/iclr2018.json, 995",
        "paperlists, venues-raw/acl2022.json, 1031",
    })
    void readsEveryRecord(String format, String name, int count) throws IOException {
        Imported imported = imported(format, name);
        assertThat(imported.broken).isEmpty();
        assertThat(imported.failure).isEmpty();
        assertThat(imported.papers).hasSize(count);
        assertThat(imported.papers).extracting(Paper::id).doesNotHaveDuplicates();
        assertThat(imported.papers).allSatisfy(paper -> {
            assertThat(paper.title())
                    .doesNotContain("\n", "(cid:173)", "\\'", "  ")
                    .isEqualTo(paper.title().strip());
            assertThat(paper.summary()).doesNotContain("\n", "\ufb01", "  ");
            assertThat(paper.authors()).noneMatch(name1 -> name1.contains("\\") || name1.contains("{"));
        });
    }

    @ParameterizedTest
    @CsvSource({"iclr2018", "acl2022"})
    void bothFormatsOfVenuesGiveTheSamePapers(String name) throws IOException {
        Imported lists = imported("paperlists", "venues-raw/" + name + ".json");
        Imported lines = imported("venue-jsonl", "venues/" + name + ".jsonl.gz");
        Map<PaperId, Paper> byId = new HashMap<>();
        lists.papers.forEach(paper -> byId.put(paper.id(), paper));
        List<Paper> same = lines.papers.stream()
                .map(paper -> paper.toBuilder().source("paperlists").build())
                .toList();
        assertThat(same).allSatisfy(paper -> assertThat(byId.get(paper.id())).isEqualTo(paper));
    }

    @Test
    void mendsTheCsvQuotesOfEccv2022() throws IOException {
        assertThat(imported("venue-jsonl", "venues/eccv2022.jsonl.gz").papers)
                .filteredOn(paper ->
                        paper.summary().startsWith("\"") && paper.summary().endsWith("\""))
                .isEmpty();
    }

    @Test
    void survivesRoundTripOfRealPapers() throws IOException {
        StringBuilder lines = new StringBuilder();
        List<Paper> papers = imported("arxiv-kaggle", "arxiv/kaggle-sample.jsonl").papers;
        papers.forEach(paper -> lines.append(LemmaJsonl.write(paper)).append('\n'));
        assertThat(Imported.of("lemma-jsonl", "x.jsonl", lines.toString()).papers)
                .isEqualTo(papers);
    }
}
