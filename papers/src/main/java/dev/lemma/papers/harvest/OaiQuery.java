package dev.lemma.papers.harvest;

import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which records to ask for. Dates are those of the records' last change at the arXiv, not of submission; both
/// ends are included. Immutable.
///
/// Sets of the arXiv have up to three parts since 2025, group:archive:CATEGORY: `cs`, `physics:hep-th`,
/// `cs:cs:CL`. Source: OAI-PMH 2.0, sections 2.7 (selective harvesting), 3.4 (metadataPrefix) and 4.5
/// (ListRecords).
///
/// @param metadataPrefix the records' format, for example `arXiv` or `oai_dc`
/// @param set the set, or empty for everything
/// @param from first day
/// @param until last day
public record OaiQuery(String metadataPrefix, String set, Optional<LocalDate> from, Optional<LocalDate> until) {
    private static final String WORD = "[A-Za-z0-9_.!~*'()-]+";
    private static final Pattern PREFIX = Pattern.compile(WORD);
    private static final Pattern SET = Pattern.compile("(?:" + WORD + "(?::" + WORD + ")*)?");

    /// @throws IllegalArgumentException if a part is not of its form, or the first day is after the last
    public OaiQuery {
        if (!PREFIX.matcher(metadataPrefix).matches()) {
            throw new IllegalArgumentException(
                    "not a metadata prefix: '" + metadataPrefix + "'; expected for example arXiv or oai_dc");
        }
        if (!SET.matcher(set).matches()) {
            throw new IllegalArgumentException("not a set: '" + set + "'; expected the form cs or cs:cs:CL");
        }
        if (from.isPresent() && until.isPresent() && from.get().isAfter(until.get())) {
            throw new IllegalArgumentException("from " + from.get() + " is after until " + until.get());
        }
    }

    /// Everything in one format.
    public static OaiQuery of(String metadataPrefix) {
        return new OaiQuery(metadataPrefix, "", Optional.empty(), Optional.empty());
    }

    public OaiQuery withSet(String set) {
        return new OaiQuery(metadataPrefix, set, from, until);
    }

    public OaiQuery withFrom(LocalDate from) {
        return new OaiQuery(metadataPrefix, set, Optional.of(from), until);
    }

    public OaiQuery withUntil(LocalDate until) {
        return new OaiQuery(metadataPrefix, set, from, Optional.of(until));
    }
}
