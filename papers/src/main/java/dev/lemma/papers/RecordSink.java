package dev.lemma.papers;

/// Takes the records of a file in their order. Every record of the file is exactly one call, so that their
/// count is a place in the file from which a later run can go on.
public interface RecordSink {
    /// The reason given to [#broken] for a record that its source says is deleted.
    String DELETED = "deleted at the source";

    /// A readable record.
    ///
    /// @param line line on which it starts, from 1; for formats without lines the number of the record
    void paper(long line, Paper paper);

    /// A record that is left out.
    ///
    /// @param line as in [#paper]
    /// @param reason what is wrong and what would be right, in one line
    void broken(long line, String reason);
}
