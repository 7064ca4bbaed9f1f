package dev.lemma.papers;

import java.util.Optional;

/// What all formats of the arXiv share: the links that follow from an identifier, and how its fields become a
/// paper's.
final class ArxivPapers {
    private ArxivPapers() {}

    /// A builder of an arXiv paper whose links are set.
    ///
    /// @param title as the source has it
    /// @throws BrokenRecordException if there is no title
    static Paper.Builder builder(ArxivId id, String title, String source) throws BrokenRecordException {
        return linked(Paper.builder(PaperId.of(id), title(title)).source(source), id);
    }

    /// Sets the links of the paper's pages at the arXiv.
    static Paper.Builder linked(Paper.Builder builder, ArxivId id) {
        return builder.url("https://arxiv.org/abs/" + id.value()).pdf("https://arxiv.org/pdf/" + id.value());
    }

    /// @throws BrokenRecordException if the text is no identifier
    static ArxivId id(String text) throws BrokenRecordException {
        Optional<ArxivId> id = ArxivId.parse(text);
        if (id.isEmpty()) {
            throw new BrokenRecordException(
                    text.isBlank()
                            ? "no id"
                            : "id '" + JsonFields.abbreviated(text)
                                    + "' is no arXiv identifier; expected the form 2404.19756 or hep-th/9901001");
        }
        return id.get();
    }

    /// The title as readers see it.
    ///
    /// @throws BrokenRecordException if there is none
    static String title(String text) throws BrokenRecordException {
        String title = TexText.plain(text);
        if (title.isBlank()) {
            throw new BrokenRecordException("no title");
        }
        return title;
    }
}
