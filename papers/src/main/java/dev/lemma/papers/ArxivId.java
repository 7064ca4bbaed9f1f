package dev.lemma.papers;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An arXiv identifier without its version: new form `2404.19756` (from 2007-04) or old form `hep-th/9901001`.
///
/// Source: arXiv, "Understanding the arXiv identifier". The old form's subject class (`math.GT/0309136`) is
/// optional and is dropped, as the arXiv itself does: `math/0309136`.
///
/// @param value the identifier
public record ArxivId(String value) {
    private static final String NEW_FORM = "\\d{2}(?:0[1-9]|1[0-2])\\.\\d{4,5}";
    private static final String OLD_FORM = "[a-z]+(?:-[a-z]+)?(?:\\.[A-Za-z]{2})?/\\d{2}(?:0[1-9]|1[0-2])\\d{3}";
    private static final Pattern VALUE = Pattern.compile(NEW_FORM + "|[a-z]+(?:-[a-z]+)?/\\d{7}");
    private static final Pattern TEXT = Pattern.compile(
            "(?i:(?:https?://)?(?:[a-z0-9.-]*\\barxiv\\.org/(?:abs|pdf|html|format|src|list|e-print)/|[a-z0-9.-]+/arxiv/"
                    + "|(?:dx\\.)?doi\\.org/10\\.48550/arxiv\\.|doi:\\s*10\\.48550/arxiv\\.|10\\.48550/arxiv\\."
                    + "|oai:arxiv\\.org:|arxiv:\\s*|/arxiv/)?)"
                    + "(?<id>" + NEW_FORM + "|" + OLD_FORM + ")"
                    + "(?:v\\d{1,3})?(?:\\.pdf)?(?:[?#].*)?(?:\\s*\\[[\\w.-]+\\])?");

    /// @throws IllegalArgumentException if the value is not an identifier without version
    public ArxivId {
        if (!VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "not an arXiv id: '" + value + "'; expected the form 2404.19756 or hep-th/9901001");
        }
    }

    /// The identifier that a text is: bare, with a version, `arXiv:...`, a link to the arXiv or a DOI of it.
    public static Optional<ArxivId> parse(String text) {
        String trimmed = text.strip();
        if (trimmed.length() > 300) {
            return Optional.empty();
        }
        Matcher matcher = TEXT.matcher(trimmed);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String id = matcher.group("id");
        int slash = id.indexOf('/');
        int dot = id.indexOf('.');
        return Optional.of(
                new ArxivId(slash > 0 && dot > 0 && dot < slash ? id.substring(0, dot) + id.substring(slash) : id));
    }

    /// Year and month of submission that the number itself says, `YYYYMM`.
    public int yearMonth() {
        String digits = value.substring(value.indexOf('/') + 1);
        int yy = Integer.parseInt(digits.substring(0, 2));
        return (yy >= 91 ? 1900 + yy : 2000 + yy) * 100 + Integer.parseInt(digits.substring(2, 4));
    }
}
