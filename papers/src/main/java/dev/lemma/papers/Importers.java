package dev.lemma.papers;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// All import formats.
public final class Importers {
    /// Characters of a file's start that are enough to tell its format.
    public static final int HEAD = 8192;

    /// In the order in which they are asked: the surest sign first.
    private static final List<Importer> ALL = List.of(
            new LemmaJsonlImporter(),
            new ArxivKaggleImporter(),
            new ArxivDailyImporter(),
            new VenueJsonlImporter(),
            new OpenReviewImporter(),
            new PaperlistsImporter(),
            new CslJsonImporter(),
            new ArxivAtomImporter(),
            new ArxivOaiImporter(),
            new OaiDcImporter(),
            new AclAnthologyImporter(),
            new DblpImporter(),
            new RisImporter(),
            new BibtexImporter());

    private Importers() {}

    public static List<Importer> all() {
        return ALL;
    }

    /// The format of a name as [Importer#name] has it.
    public static Optional<Importer> byName(String name) {
        return ALL.stream().filter(importer -> importer.name().equals(name)).findFirst();
    }

    /// The format of a file.
    ///
    /// @param head the first characters of the file, decompressed and decoded; [#HEAD] are enough
    /// @param fileName the file's name without folder and `.gz`
    public static Optional<Importer> detect(String head, String fileName) {
        String start = head.length() > HEAD ? head.substring(0, HEAD) : head;
        String name = fileName.toLowerCase(Locale.ROOT);
        return ALL.stream().filter(importer -> importer.recognises(start, name)).findFirst();
    }
}
