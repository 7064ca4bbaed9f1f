package dev.lemma.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/// Completes a query from the titles of the library: the last word, and one or two words that often follow.
final class Completer {
    /// Titles looked at.
    private static final int TITLES = 100;
    /// Words of the title that a prefix may stand for.
    private static final int WORDS = 50;
    private static final int MAX_SCANNED = 5_000;
    private static final int MAX_TYPED = 200;
    /// Further words taken along, function words not counted, and with them.
    private static final int MAX_FOLLOWING = 2;

    private static final int MAX_PASSED = 6;

    private final IndexSearcher searcher;
    private final TextSource texts;
    private final Tokens tokens;

    Completer(IndexSearcher searcher, TextSource texts, Tokens tokens) {
        this.searcher = searcher;
        this.texts = texts;
        this.tokens = tokens;
    }

    List<String> complete(String typed, int limit) throws IOException {
        if (typed.length() > MAX_TYPED || typed.isBlank() || isCjk(typed)) {
            return List.of();
        }
        List<String> words = words(typed);
        if (words.isEmpty()) {
            return List.of();
        }
        boolean open = Character.isLetterOrDigit(typed.charAt(typed.length() - 1));
        String last = open ? words.getLast() : "";
        List<String> before = open ? words.subList(0, words.size() - 1) : words;
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        for (String word : before) {
            if (!StopWords.INDEX.contains(word)) {
                query.add(new TermQuery(new Term(IndexFields.TITLE, IndexFields.EXACT + word)), Occur.MUST);
            }
        }
        // Titles are indexed without stop words: behind other words, one is looked for in the titles
        // themselves.
        boolean indexed = before.isEmpty() || !StopWords.INDEX.contains(last);
        if (!last.isEmpty() && indexed) {
            List<BytesRef> expansions = expansions(last);
            if (expansions.isEmpty()) {
                return List.of();
            }
            query.add(new TermInSetQuery(IndexFields.TITLE, expansions), Occur.MUST);
        }
        ScoreDoc[] found = searcher.search(query.build(), TITLES).scoreDocs;
        int[] docs = new int[found.length];
        for (int i = 0; i < docs.length; i++) {
            docs[i] = found[i].doc;
        }
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (TextSource.Texts text : texts.texts(LibrarySearch.keys(searcher.getIndexReader(), docs))) {
            count(text.title(), before, last, counts);
        }
        return best(counts, String.join(" ", words), limit);
    }

    private List<String> words(String text) {
        tokens.analyze(text, Tokens.Kind.LINES);
        List<String> words = new ArrayList<>();
        for (int token = 0; token < tokens.size(); token++) {
            if (tokens.parts(token) == 0 && tokens.increment(token) > 0) {
                words.add(tokens.form(token));
            }
        }
        return words;
    }

    /// The most frequent title words that begin so.
    private List<BytesRef> expansions(String prefix) throws IOException {
        Terms all = MultiTerms.getTerms(searcher.getIndexReader(), IndexFields.TITLE);
        if (all == null) {
            return List.of();
        }
        Map<BytesRef, Integer> frequencies = new HashMap<>();
        TermsEnum terms = all.iterator();
        BytesRef start = new BytesRef(IndexFields.EXACT + prefix);
        if (terms.seekCeil(start) != TermsEnum.SeekStatus.END) {
            int scanned = 0;
            do {
                if (!StringHelper.startsWith(terms.term(), start)) {
                    break;
                }
                frequencies.put(BytesRef.deepCopyOf(terms.term()), terms.docFreq());
            } while (terms.next() != null && ++scanned < MAX_SCANNED);
        }
        return frequencies.entrySet().stream()
                .sorted(Map.Entry.<BytesRef, Integer>comparingByValue().reversed())
                .limit(WORDS)
                .map(Map.Entry::getKey)
                .toList();
    }

    /// Counts the phrases of a title that go on from what was typed.
    private void count(String title, List<String> before, String last, Map<String, Integer> counts) {
        List<String> words = words(title);
        int length = before.size();
        for (int at = 0; at + length <= words.size(); at++) {
            if (!words.subList(at, at + length).equals(before)) {
                continue;
            }
            int next = at + length;
            if (!last.isEmpty() && (next >= words.size() || !words.get(next).startsWith(last))) {
                continue;
            }
            int own = next + (last.isEmpty() ? 0 : 1);
            int following = 0;
            for (int end = own; end <= Math.min(words.size(), own + MAX_PASSED); end++) {
                String word = words.get(end - 1);
                if (isCjk(word)) {
                    break;
                }
                // A phrase does not end with "of the": such words are passed over on the way to the next one.
                if (end == at || isFunction(word)) {
                    continue;
                }
                following += end > own ? 1 : 0;
                if (following > MAX_FOLLOWING) {
                    break;
                }
                counts.merge(String.join(" ", words.subList(at, end)), 1, Integer::sum);
            }
            return;
        }
    }

    /// Pairs of characters are no words to put together with spaces.
    private static boolean isCjk(String text) {
        return text.codePoints().anyMatch(Tokens::isCjk);
    }

    private static boolean isFunction(String word) {
        return StopWords.INDEX.contains(word) || StopWords.QUERY.contains(word);
    }

    /// Frequent first, of equally frequent ones the shorter first.
    private static List<String> best(Map<String, Integer> counts, String typed, int limit) {
        return counts.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(typed))
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(entry -> entry.getKey().length(), Comparator.naturalOrder()))
                .map(Map.Entry::getKey)
                .limit(limit)
                .toList();
    }
}
