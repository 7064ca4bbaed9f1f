package dev.lemma.papers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// The landmark papers that come with Lemma, so that the first page of an empty library is never empty.
///
/// Facts (title, authors, year, venue, ids) and a summary of two or three sentences in Lemma's own words for
/// each; the data is `classics.jsonl` beside this class, in the `lemma-jsonl` format.
public final class Classics {
    /// [Paper#source] of the built-in papers.
    public static final String SOURCE = "classics";

    private static final String REMOVED = "classics.removed";

    private Classics() {}

    /// Puts the classics into a store that has no papers, unless the owner removed them before.
    ///
    /// @return how many were put in
    public static int addIfEmpty(PaperStore store) {
        return store.size() > 0 || store.note(REMOVED).isPresent() ? 0 : add(store);
    }

    /// Puts the classics in, beside whatever is there; papers already known keep what they say.
    ///
    /// @return how many are new or changed
    public static int add(PaperStore store) {
        int[] changed = {0};
        try (InputStream in = Classics.class.getResourceAsStream("classics.jsonl");
                PaperStore.Writer writer = store.writer()) {
            if (in == null) {
                throw new IllegalStateException("classics.jsonl is missing from the jar");
            }
            new LemmaJsonlImporter().read(in, ImportContext.ofFile("classics.jsonl"), new RecordSink() {
                @Override
                public void paper(long line, Paper paper) {
                    Paper classic = paper.toBuilder()
                            .categories(Categories.codesOf(paper.categories()))
                            .source(SOURCE)
                            .build();
                    if (writer.put(classic, false) != PutResult.UNCHANGED) {
                        changed[0]++;
                    }
                }

                @Override
                public void broken(long line, String reason) {
                    throw new IllegalStateException("classics.jsonl:" + line + ": " + reason);
                }
            });
            writer.note(REMOVED, "");
            writer.commit();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return changed[0];
    }

    /// Takes the classics out again, and keeps them out of an empty library. Papers that another source
    /// describes too stay.
    ///
    /// @return how many were removed
    public static int remove(PaperStore store) {
        try (PaperStore.Writer writer = store.writer()) {
            int removed = writer.removeSource(SOURCE);
            writer.note(REMOVED, "yes");
            writer.commit();
            return removed;
        }
    }
}
