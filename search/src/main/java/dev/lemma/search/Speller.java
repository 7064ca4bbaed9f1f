package dev.lemma.search;

import java.io.IOException;
import java.util.Optional;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.spell.DirectSpellChecker;
import org.apache.lucene.search.spell.SuggestMode;
import org.apache.lucene.search.spell.SuggestWord;

/// Proposes a query with misspelt words mended: words that the library does not have, or hardly, by near ones
/// that it has.
final class Speller {
    /// A query with fewer matches is looked at.
    static final int FEW = 5;
    /// A longer query is a text, not a slip of the keyboard.
    private static final int MAX_QUERY = 200;
    /// Rarer words are doubted where a near one is far more common.
    private static final int RARE = 3;
    private static final int MORE_COMMON = 20;

    private final IndexReader reader;
    private final Tokens tokens;
    private final DirectSpellChecker checker = new DirectSpellChecker();

    /// @param tokens buffer to use
    Speller(IndexReader reader, Tokens tokens) {
        this.reader = reader;
        this.tokens = tokens;
        checker.setMinQueryLength(4);
        // The marker of forms and the first letter: few slips touch it, and looking past it costs twenty times
        // as much.
        checker.setMinPrefix(2);
        checker.setMaxEdits(2);
        checker.setThresholdFrequency(2);
    }

    /// The mended query; empty if there is nothing to mend. Everything but the misspelt words stays as it is.
    Optional<String> mend(String query) throws IOException {
        if (query.length() > MAX_QUERY) {
            return Optional.empty();
        }
        StringBuilder mended = new StringBuilder();
        boolean changed = false;
        int i = 0;
        while (i < query.length()) {
            int end = i;
            while (end < query.length() && Character.isLetter(query.charAt(end))) {
                end++;
            }
            if (end > i) {
                String word = query.substring(i, end);
                boolean field = end < query.length() && query.charAt(end) == ':';
                boolean value = i > 0
                        && (query.charAt(i - 1) == ':' || query.charAt(i - 1) == '.' || query.charAt(i - 1) == '\\');
                Optional<String> better = field || value ? Optional.empty() : better(word);
                mended.append(better.orElse(word));
                changed |= better.isPresent();
                i = end;
            } else {
                mended.append(query.charAt(i++));
            }
        }
        return changed ? Optional.of(mended.toString()) : Optional.empty();
    }

    private Optional<String> better(String word) throws IOException {
        tokens.analyze(word, Tokens.Kind.LINES);
        if (tokens.size() != 1 || tokens.formLength(0) < 4) {
            return Optional.empty();
        }
        String form = tokens.form(0);
        int frequency = reader.docFreq(new Term(IndexFields.WORDS, IndexFields.EXACT + form))
                + reader.docFreq(new Term(IndexFields.AUTHOR, IndexFields.EXACT + form));
        if (frequency > RARE) {
            return Optional.empty();
        }
        SuggestWord[] near = checker.suggestSimilar(
                new Term(IndexFields.WORDS, IndexFields.EXACT + form), 5, reader, SuggestMode.SUGGEST_MORE_POPULAR);
        for (SuggestWord candidate : near) {
            if (candidate.string.length() > 4 && candidate.freq > frequency * MORE_COMMON) {
                return Optional.of(candidate.string.substring(1));
            }
        }
        return Optional.empty();
    }
}
