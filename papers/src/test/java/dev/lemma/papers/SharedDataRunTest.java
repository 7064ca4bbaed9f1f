package dev.lemma.papers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real files through a whole run; skipped where the folder of shared data is absent.
class SharedDataRunTest {
    @TempDir
    Path folder;

    @Test
    void listsOfOneVenueDoubleNothingAndASecondRunChangesNothing() {
        Path kaggle = SharedData.path("arxiv/kaggle-sample.jsonl");
        Path lines = SharedData.path("venues/iclr2018.jsonl.gz");
        Path raw = SharedData.path("venues-raw/iclr2018.json");
        try (PaperStore store = PaperStore.open(folder.resolve("papers.db"))) {
            ImportReport first = run(store, kaggle, lines, raw);
            assertThat(first.broken()).as("%s", first.problems()).isZero();
            assertThat(first.failures()).isEmpty();
            assertThat(first.added()).isEqualTo(200 + 995);
            assertThat(first.records()).isEqualTo(200 + 989 + 995);
            assertThat(store.size()).isEqualTo(200 + 995);
            long seq = store.lastSeq();
            ImportReport second = run(store, kaggle, lines, raw);
            assertThat(second.unchanged()).isEqualTo(second.records()).isEqualTo(first.records());
            assertThat(store.lastSeq()).isEqualTo(seq);
            assertThat(store.check()).isEmpty();
        }
    }

    private static ImportReport run(PaperStore store, Path... files) {
        return new ImportRun(store, ImportOptions.DEFAULT, ImportListener.NONE).run(List.of(files));
    }
}
