package dev.lemma.papers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class MergeTest {
    private static final LocalDate OLD = LocalDate.of(2024, 5, 1);
    private static final LocalDate NEW = LocalDate.of(2024, 6, 1);

    private static Paper.Builder paper(String title) {
        return Paper.builder(new PaperId("arxiv:2404.19756"), title).source("arxiv-kaggle");
    }

    @Test
    void theNewerWins() {
        Paper stored = paper("old").updated(OLD).build();
        Paper incoming = paper("new").updated(NEW).build();
        assertThat(Merge.of(stored, incoming, false)).isEqualTo(incoming);
        assertThat(Merge.of(stored, incoming, true)).isEqualTo(incoming);
    }

    @Test
    void theOlderFillsGaps() {
        Paper stored = paper("new").updated(NEW).comment("kept").build();
        Paper incoming = paper("old")
                .updated(OLD)
                .comment("lost")
                .summary("an abstract")
                .authors(List.of("A"))
                .categories(List.of("cs.LG"))
                .year(2024)
                .published(OLD)
                .announced(OLD)
                .doi("10.1/x")
                .journalRef("J")
                .keywords(List.of("k"))
                .venue("ICML")
                .url("https://a")
                .pdf("https://b")
                .build();
        Paper expected =
                incoming.toBuilder().title("new").updated(NEW).comment("kept").build();
        assertThat(Merge.of(stored, incoming, false)).isEqualTo(expected);
        assertThat(Merge.of(stored, incoming, true)).isEqualTo(expected);
    }

    @Test
    void ofOneDayTheLaterImportWinsUnlessItMustBeNewer() {
        Paper stored = paper("first").updated(OLD).build();
        Paper incoming = paper("second").updated(OLD).build();
        assertThat(Merge.of(stored, incoming, false).title()).isEqualTo("second");
        assertThat(Merge.of(stored, incoming, true).title()).isEqualTo("first");
    }

    @Test
    void withoutDaysTheLaterImportWinsUnlessItMustBeNewer() {
        Paper stored = paper("first").build();
        Paper incoming = paper("second").build();
        assertThat(Merge.of(stored, incoming, false).title()).isEqualTo("second");
        assertThat(Merge.of(stored, incoming, true).title()).isEqualTo("first");
    }

    @Test
    void aDescriptionWithoutDayNeverWinsOverOneWithADay() {
        Paper dated = paper("dated").updated(OLD).build();
        Paper undated = paper("undated").comment("fills").build();
        assertThat(Merge.of(dated, undated, false).title()).isEqualTo("dated");
        assertThat(Merge.of(dated, undated, false).comment()).isEqualTo("fills");
        assertThat(Merge.of(undated, dated, false).title()).isEqualTo("dated");
        assertThat(Merge.of(undated, dated, true).title()).isEqualTo("undated");
    }

    @Test
    void announcedCountsWhereThereIsNoVersion() {
        Paper stored = paper("old").announced(OLD).build();
        Paper incoming = paper("new").announced(NEW).build();
        assertThat(Merge.of(stored, incoming, true).title()).isEqualTo("new");
        assertThat(Merge.of(incoming, stored, false).title()).isEqualTo("new");
    }

    /// The gap that an older description fills must not make the merged one older: two files would take turns
    /// for ever.
    @Test
    void fillingADayDoesNotMakeAPaperOlder() {
        Paper kaggle = paper("kaggle").updated(OLD).build();
        Paper daily = paper("daily").announced(NEW).build();
        Paper merged = Merge.of(daily, kaggle, false);
        assertThat(merged.title()).isEqualTo("daily");
        assertThat(merged.asOf()).contains(NEW);
        assertThat(Merge.of(merged, kaggle, false)).isEqualTo(merged);
        assertThat(Merge.of(merged, daily, false)).isEqualTo(merged);
    }

    @Test
    void classicsNeverOverride() {
        Paper real = paper("real").build();
        Paper classic = paper("classic")
                .source(Classics.SOURCE)
                .updated(NEW)
                .comment("fills")
                .build();
        Paper merged = Merge.of(real, classic, false);
        assertThat(merged.title()).isEqualTo("real");
        assertThat(merged.comment()).isEqualTo("fills");
        assertThat(merged.source()).isEqualTo("arxiv-kaggle");
    }

    @Test
    void everySourceOverridesAClassic() {
        Paper classic = paper("classic").source(Classics.SOURCE).updated(NEW).build();
        for (Paper real :
                List.of(paper("real").build(), paper("real").updated(OLD).build())) {
            for (boolean onlyIfNewer : List.of(true, false)) {
                Paper merged = Merge.of(classic, real, onlyIfNewer);
                assertThat(merged.title()).isEqualTo("real");
                assertThat(merged.source()).isEqualTo("arxiv-kaggle");
            }
        }
    }

    @Test
    void aNewerClassicReplacesAClassic() {
        Paper stored = paper("one").source(Classics.SOURCE).build();
        Paper incoming = paper("two").source(Classics.SOURCE).build();
        assertThat(Merge.of(stored, incoming, false)).isEqualTo(incoming);
    }
}
