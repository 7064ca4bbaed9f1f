package dev.lemma.papers.harvest;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.OptionalLong;

/// One page of a harvest: the server's whole answer, checked to be well-formed and of the right kind.
/// Immutable.
public final class HarvestPage {
    private final byte[] body;
    private final int records;
    private final List<String> deleted;
    private final HarvestState state;

    HarvestPage(byte[] body, int records, List<String> deleted, HarvestState state) {
        this.body = body;
        this.records = records;
        this.deleted = List.copyOf(deleted);
        this.state = state;
    }

    /// The XML from its beginning, decompressed; every call opens it anew.
    public InputStream open() {
        return new ByteArrayInputStream(body);
    }

    /// Bytes of the XML.
    public int size() {
        return body.length;
    }

    /// Which page of the harvest it is, from 1.
    public long number() {
        return state.pages();
    }

    /// Records on it, deleted ones included.
    public int records() {
        return records;
    }

    /// Identifiers of the records that the server says are deleted: `oai:arXiv.org:cs/0112017`.
    public List<String> deleted() {
        return deleted;
    }

    /// Records of the whole list, if the server says it. An estimate; after a restart that of the rest.
    public OptionalLong total() {
        return state.total();
    }

    /// From where to go on once this page is acknowledged.
    public HarvestState state() {
        return state;
    }
}
