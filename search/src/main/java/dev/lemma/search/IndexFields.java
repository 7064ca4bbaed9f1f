package dev.lemma.search;

import dev.lemma.papers.Paper;
import dev.lemma.papers.StoredPaper;
import dev.lemma.search.WordStream.Emit;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.IntField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.search.similarities.Similarity;
import org.apache.lucene.util.BytesRef;

/// What the index keeps of a paper, and under which names. Mutable (its buffers are used again), for one thread
/// at a time.
///
/// Text fields hold at each position the form of a word behind [#EXACT] and its stem; both are folded to lower
/// case without accents.
final class IndexFields {
    /// Changes whenever what is written here does: an index of another version is built anew.
    static final String VERSION = "2";

    /// Stands before a word's own form, to tell it from a stem.
    static final char EXACT = '=';

    /// The ranked field: the abstract, then the title [#TITLE_WEIGHT] times from position [#TITLE_BASE] on, so
    /// that counting words here is BM25F with that weight for titles (Robertson, Zaragoza & Taylor, CIKM 2004)
    /// and the same b for both.
    static final String WORDS = "words";

    static final String TITLE = "title";
    static final String AUTHOR = "author";
    static final String KEYWORD = "keyword";
    static final String COMMENT = "comment";
    static final String CATEGORY = "cat";
    static final String VENUE = "venue";
    static final String BRANCH = "branch";
    static final String ID = "id";
    static final String HAS = "has";
    static final String YEAR = "year";
    /// Epoch day of the paper's date, for papers that have one.
    static final String DATE = "date";
    /// Epoch day to sort by: the date, else the middle of the year, else 0.
    static final String ORDER = "order";
    /// The paper's row in the store, as a term and as a number.
    static final String KEY = "key";
    /// Facet values behind a letter: `b` branch, `c` category, `v` venue, `y` year.
    static final String FACET = "facet";
    /// [#titleKey] of the title.
    static final String TITLE_KEY = "titlekey";

    static final int TITLE_WEIGHT = 3;
    /// Larger than the number of words of any abstract ([Paper#MAX_SUMMARY] characters).
    static final int TITLE_BASE = 200_000;
    /// Positions between two copies of a title, more than any title has words.
    private static final int TITLE_STEP = 2_500;

    /// BM25's parameters; chosen on the shared test collections together, where the plateau is flat
    /// (bench/RESULTS.md).
    static final float K1 = 1.2f;

    static final float B = 0.7f;

    private static final FieldType TEXT = type(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS, false);
    private static final FieldType LIST = type(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS, true);

    private final Tokens title = new Tokens();
    private final Tokens summary = new Tokens();
    private final Tokens other = new Tokens();
    private final WordStream wordStream = new WordStream();
    private final WordStream titleStream = new WordStream();
    private final WordStream authorStream = new WordStream();
    private final WordStream keywordStream = new WordStream();
    private final WordStream commentStream = new WordStream();
    private final Tokens authorTokens = new Tokens();
    private final Tokens keywordTokens = new Tokens();

    /// The document of a paper. Valid until the next call, because the buffers are used again.
    Document document(StoredPaper stored) {
        Paper paper = stored.paper();
        Document document = new Document();
        addTexts(document, stored.key(), paper.title(), paper.summary());
        if (!paper.authors().isEmpty()) {
            authorTokens.analyze(String.join("\n", paper.authors()), Tokens.Kind.NAMES);
            document.add(new Field(AUTHOR, authorStream.clear().append(authorTokens, 0, Emit.FORMS), LIST));
        }
        if (!paper.keywords().isEmpty()) {
            keywordTokens.analyze(String.join("\n", paper.keywords()), Tokens.Kind.LINES);
            document.add(new Field(KEYWORD, keywordStream.clear().append(keywordTokens, 0, Emit.BOTH), LIST));
        }
        if (!paper.comment().isEmpty()) {
            other.analyze(paper.comment(), Tokens.Kind.LINES);
            document.add(new Field(COMMENT, commentStream.clear().append(other, 0, Emit.BOTH), LIST));
        }
        addIds(document, paper);
        document.add(term(BRANCH, paper.id().branch().key()));
        facet(document, 'b', paper.id().branch().key());
        for (String category : paper.categories()) {
            document.add(term(CATEGORY, category.toLowerCase(Locale.ROOT)));
            facet(document, 'c', category);
        }
        for (String archive : archives(paper.categories())) {
            document.add(term(CATEGORY, archive));
        }
        if (!paper.venue().isEmpty()) {
            document.add(term(VENUE, paper.venue().toLowerCase(Locale.ROOT)));
            facet(document, 'v', paper.venue());
        }
        int year = year(paper);
        if (year != 0) {
            document.add(new IntField(YEAR, year, Field.Store.NO));
            facet(document, 'y', Integer.toString(year));
        }
        paper.date().ifPresent(day -> document.add(new LongField(DATE, day.toEpochDay(), Field.Store.NO)));
        document.add(new NumericDocValuesField(ORDER, order(paper, year)));
        addHas(document, paper);
        document.add(term(TITLE_KEY, titleKey(paper.title())));
        return document;
    }

    /// A document of texts only, for test collections.
    Document document(long key, String titleText, String summaryText) {
        Document document = new Document();
        addTexts(document, key, titleText, summaryText);
        document.add(new NumericDocValuesField(ORDER, 0));
        return document;
    }

    /// The term that finds a row.
    static String keyTerm(long key) {
        return Long.toString(key, Character.MAX_RADIX);
    }

    /// A title without case, accents, punctuation and white space: papers of one title share it.
    static String titleKey(String titleText) {
        StringBuilder kept = new StringBuilder(titleText.length());
        titleText.codePoints().filter(Character::isLetterOrDigit).forEach(c -> kept.append(Folding.fold(c)));
        return kept.length() <= 1_000 ? kept.toString() : kept.substring(0, 1_000);
    }

    /// The year of a paper: of the venue, else of its date; 0 if unknown.
    static int year(Paper paper) {
        return paper.year() != 0
                ? paper.year()
                : paper.published().or(paper::date).map(LocalDate::getYear).orElse(0);
    }

    /// BM25 for writing, where only the number of positions of a document counts.
    static Similarity similarity() {
        return similarity(1);
    }

    /// BM25 for searching.
    ///
    /// @param averageLength mean number of positions of [#WORDS]; Lucene's own would count a position as
    ///     often as it has tokens
    static Similarity similarity(float averageLength) {
        return new BM25Similarity(K1, B) {
            @Override
            protected float avgFieldLength(CollectionStatistics statistics) {
                return averageLength;
            }
        };
    }

    /// Mean number of positions of [#WORDS] in an index. A position of the abstract or of the title's first
    /// copy has a form and a stem, one of the other two copies a stem; with the title field's own two tokens
    /// each that makes two for every position.
    static float averageLength(IndexSearcher searcher) throws IOException {
        CollectionStatistics words = searcher.collectionStatistics(WORDS);
        if (words == null) {
            return 1;
        }
        CollectionStatistics titles = searcher.collectionStatistics(TITLE);
        long tokens = words.sumTotalTermFreq() + (titles == null ? 0 : titles.sumTotalTermFreq());
        return tokens / (2f * words.docCount());
    }

    private void addTexts(Document document, long key, String titleText, String summaryText) {
        title.analyze(titleText, Tokens.Kind.PROSE);
        summary.analyze(summaryText, Tokens.Kind.PROSE);
        wordStream.clear().append(summary, 0, Emit.BOTH);
        for (int copy = 0; copy < TITLE_WEIGHT; copy++) {
            // The title's weight is the stems'; once is enough for the forms.
            wordStream.append(title, TITLE_BASE + copy * TITLE_STEP, copy == 0 ? Emit.BOTH : Emit.STEMS);
        }
        document.add(new Field(WORDS, wordStream, TEXT));
        document.add(new Field(TITLE, titleStream.clear().append(title, 0, Emit.BOTH), LIST));
        document.add(term(KEY, keyTerm(key)));
        document.add(new NumericDocValuesField(KEY, key));
    }

    /// What `id:` can say: the whole id, the part after the branch or the venue, the DOI.
    private static void addIds(Document document, Paper paper) {
        String whole = paper.id().value().toLowerCase(Locale.ROOT);
        Set<String> ids = new TreeSet<>(Set.of(whole, whole.substring(whole.indexOf(':') + 1)));
        ids.add(whole.substring(whole.lastIndexOf('/') + 1));
        if (!paper.doi().isEmpty()) {
            ids.add(paper.doi().toLowerCase(Locale.ROOT));
        }
        ids.forEach(id -> document.add(term(ID, id)));
    }

    private static Set<String> archives(List<String> categories) {
        Set<String> archives = new TreeSet<>();
        for (String category : categories) {
            int dot = category.indexOf('.');
            if (dot > 0) {
                archives.add(category.substring(0, dot).toLowerCase(Locale.ROOT));
            }
        }
        return archives;
    }

    private static long order(Paper paper, int year) {
        return paper.date()
                .map(LocalDate::toEpochDay)
                .orElseGet(() -> year == 0 ? 0 : LocalDate.of(year, 7, 1).toEpochDay());
    }

    /// For `has:`, under the names of [QueryValues#HAS].
    private static void addHas(Document document, Paper paper) {
        addHas(document, "pdf", !paper.pdf().isEmpty());
        addHas(document, "doi", !paper.doi().isEmpty());
        addHas(document, "abstract", !paper.summary().isEmpty());
        addHas(document, "venue", !paper.venue().isEmpty());
        addHas(document, "comment", !paper.comment().isEmpty());
        addHas(document, "journal", !paper.journalRef().isEmpty());
        addHas(document, "keywords", !paper.keywords().isEmpty());
        addHas(document, "categories", !paper.categories().isEmpty());
        addHas(document, "url", !paper.url().isEmpty());
    }

    private static void addHas(Document document, String what, boolean has) {
        if (has) {
            document.add(term(HAS, what));
        }
    }

    private static void facet(Document document, char kind, String value) {
        document.add(new SortedSetDocValuesField(FACET, new BytesRef(kind + value)));
    }

    private static StringField term(String field, String value) {
        return new StringField(field, value, Field.Store.NO);
    }

    private static FieldType type(IndexOptions options, boolean omitNorms) {
        FieldType type = new FieldType();
        type.setTokenized(true);
        type.setIndexOptions(options);
        type.setOmitNorms(omitNorms);
        type.freeze();
        return type;
    }
}
