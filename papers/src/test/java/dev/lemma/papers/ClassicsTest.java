package dev.lemma.papers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassicsTest {
    private static final int FIRST_YEAR = 1650;
    private static final int LAST_YEAR = 2026;

    @TempDir
    Path folder;

    private PaperStore open() {
        return PaperStore.open(folder.resolve("papers.db"));
    }

    private static List<Paper> classics(PaperStore store) {
        List<Paper> papers = new ArrayList<>();
        for (StoreChange change : store.changes(0, 100_000)) {
            if (change instanceof StoreChange.Put put) {
                papers.add(put.stored().paper());
            }
        }
        return papers;
    }

    @Test
    void everyRecordIsSound() {
        try (PaperStore store = open()) {
            int added = Classics.add(store);
            List<Paper> papers = classics(store);
            assertThat(papers).hasSizeGreaterThanOrEqualTo(200).hasSize(added);
            assertThat(store.size()).isEqualTo(added);
            assertThat(papers).extracting(Paper::title).doesNotHaveDuplicates();
            assertThat(papers).allSatisfy(paper -> {
                assertThat(PaperId.parse(paper.id().value())).as("id").contains(paper.id());
                assertThat(paper.source()).isEqualTo(Classics.SOURCE);
                assertThat(paper.authors()).as("authors").isNotEmpty().doesNotHaveDuplicates();
                assertThat(paper.authors()).allMatch(name -> name.equals(name.strip()) && name.length() > 2);
                int words = paper.summary().split("\\s+", -1).length;
                assertThat(words).as("words of the abstract").isBetween(20, 120);
                for (String text : List.of(paper.title(), paper.summary())) {
                    assertThat(text.chars().filter(c -> c == '$').count() % 2)
                            .as("dollars of " + text)
                            .isZero();
                    assertThat(text).doesNotContain("  ").isEqualTo(text.strip());
                }
                assertThat(paper.categories()).as("categories").isNotEmpty();
                assertThat(paper.categories())
                        .as("known categories, aliases resolved")
                        .isEqualTo(Categories.codesOf(paper.categories()));
                assertThat(paper.year()).as("year").isBetween(FIRST_YEAR, LAST_YEAR);
                if (paper.id().branch() == Branch.ARXIV) {
                    // Some were posted long after they appeared, but none long before.
                    int submitted = new ArxivId(paper.id().local()).yearMonth() / 100;
                    assertThat(paper.year()).as("year of " + paper.id()).isLessThanOrEqualTo(submitted + 3);
                } else if (paper.id().branch() == Branch.VENUE) {
                    assertThat(paper.id().local()).contains("." + paper.year() + "/");
                }
                for (String link : List.of(paper.url(), paper.pdf())) {
                    assertThat(link.isEmpty() || link.startsWith("https://"))
                            .as("link " + link)
                            .isTrue();
                }
                assertThat(paper.doi().isEmpty() || Fields.doi(paper.doi()).equals(paper.doi()))
                        .as("doi " + paper.doi())
                        .isTrue();
            });
        }
    }

    @Test
    void fillAnEmptyLibraryOnce() {
        try (PaperStore store = open()) {
            int added = Classics.addIfEmpty(store);
            assertThat(added).isGreaterThanOrEqualTo(200);
            assertThat(Classics.addIfEmpty(store)).isZero();
            assertThat(Classics.add(store)).isZero();
            assertThat(store.lastSeq()).isEqualTo(added);
        }
    }

    @Test
    void stayRemovedUntilAskedFor() {
        try (PaperStore store = open()) {
            int added = Classics.addIfEmpty(store);
            assertThat(Classics.remove(store)).isEqualTo(added);
            assertThat(store.size()).isZero();
            assertThat(Classics.addIfEmpty(store)).isZero();
            assertThat(Classics.remove(store)).isZero();
        }
        try (PaperStore store = open()) {
            assertThat(Classics.addIfEmpty(store)).isZero();
            int added = Classics.add(store);
            assertThat(store.size()).isEqualTo(added);
            assertThat(Classics.remove(store)).isEqualTo(added);
        }
    }

    @Test
    void leaveALibraryWithPapersAlone() {
        try (PaperStore store = open()) {
            try (PaperStore.Writer writer = store.writer()) {
                writer.put(Paper.builder(new PaperId("own:a"), "Mine").build(), false);
                writer.commit();
            }
            assertThat(Classics.addIfEmpty(store)).isZero();
            assertThat(store.size()).isEqualTo(1);
        }
    }

    @Test
    void aPaperThatAnotherSourceDescribesStays() {
        try (PaperStore store = open()) {
            int added = Classics.add(store);
            Paper classic = classics(store).getFirst();
            Paper real = Paper.builder(classic.id(), "As the source has it")
                    .authors(classic.authors())
                    .source("test")
                    .build();
            try (PaperStore.Writer writer = store.writer()) {
                assertThat(writer.put(real, true)).isEqualTo(PutResult.UPDATED);
                writer.commit();
            }
            assertThat(Classics.add(store)).isZero();
            assertThat(Classics.remove(store)).isEqualTo(added - 1);
            Paper kept = store.find(classic.id()).orElseThrow().paper();
            assertThat(kept.title()).isEqualTo("As the source has it");
            assertThat(kept.summary()).isEqualTo(classic.summary());
        }
    }
}
