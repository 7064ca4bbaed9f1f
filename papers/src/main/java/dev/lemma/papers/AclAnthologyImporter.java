package dev.lemma.papers;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Volumes of the ACL Anthology: `data/xml/*.xml` of `acl-org/acl-anthology`.
///
/// Ids are the anthology's (`2022.acl-long.375`), as in the lists of venues; a volume of Findings belongs to
/// its conference, as there.
final class AclAnthologyImporter implements Importer {
    private static final String SITE = "https://aclanthology.org/";

    @Override
    public String name() {
        return "acl-anthology";
    }

    @Override
    public String description() {
        return "ACL Anthology, XML volumes (data/xml of acl-org/acl-anthology)";
    }

    @Override
    public boolean recognises(String head, String fileName) {
        return head.contains("<collection id=") && (head.contains("<volume") || head.contains("<event"));
    }

    @Override
    public void read(InputStream in, ImportContext context, RecordSink sink) throws IOException {
        XmlCursor xml = XmlCursor.of(in, context);
        String collection = "";
        Volume volume = Volume.NONE;
        while (xml.next()) {
            switch (xml.name()) {
                case "collection" -> collection = xml.attribute("id");
                case "volume" -> volume = new Volume(collection, xml.attribute("id"), "", "", "");
                case "meta" -> volume = withMeta(volume, xml);
                case "paper" -> {
                    Volume of = volume;
                    xml.record(sink, paper -> paper(paper, of));
                }
                default -> {}
            }
        }
    }

    private static Volume withMeta(Volume volume, XmlCursor xml) throws IOException {
        XmlElement meta;
        try {
            meta = xml.element();
        } catch (BrokenRecordException e) {
            // The papers of a volume without year are reported one by one.
            return volume;
        }
        List<String> venues = meta.textsOf("venue");
        return new Volume(
                volume.collection(),
                volume.id(),
                venues.isEmpty() ? "" : venues.getFirst().strip(),
                meta.textOf("year").strip(),
                text(meta, "booktitle"));
    }

    private Paper paper(XmlElement fields, Volume volume) throws BrokenRecordException {
        String title = ArxivPapers.title(text(fields, "title"));
        String url = fields.textOf("url").strip();
        String local = url.isEmpty() || url.contains("://") ? volume.paperId(fields.attribute("id")) : url;
        int year = JsonFields.yearOf("year of the volume", volume.year());
        String venue = Venues.canonical(volume.venueName());
        if (venue.isEmpty()) {
            throw new BrokenRecordException("the volume names no venue");
        }
        List<String> authors = new ArrayList<>();
        for (XmlElement author : fields.children("author")) {
            String name =
                    PersonNames.joined(TexText.plain(author.textOf("first")), TexText.plain(author.textOf("last")), "");
            if (!name.isEmpty()) {
                authors.add(name);
            }
        }
        return Paper.builder(PaperId.ofVenue(venue, year, local), title)
                .authors(authors)
                .summary(TexText.plain(text(fields, "abstract")))
                .venue(venue)
                .year(year)
                .doi(Fields.doi(fields.textOf("doi")))
                .journalRef(TexText.plain(volume.title()))
                .url(SITE + local + "/")
                .pdf(url.contains("://") ? url : SITE + local + ".pdf")
                .source(name())
                .build();
    }

    private static String text(XmlElement fields, String name) {
        return fields.child(name)
                .map(child -> child.markup(element -> element.equals("tex-math") ? "$" : ""))
                .orElse("");
    }

    private record Volume(String collection, String id, String venue, String year, String title) {
        static final Volume NONE = new Volume("", "", "", "", "");

        /// `2022.acl-long.1`, or `P18-1001` before 2020.
        String paperId(String paper) {
            if (collection.length() == 3 && Character.isLetter(collection.charAt(0))) {
                // Four digits in all: workshops have two for the volume, the others one.
                boolean workshop = collection.startsWith("W");
                return collection + "-" + padded(id, workshop ? 2 : 1) + padded(paper, workshop ? 2 : 3);
            }
            return collection + "-" + id + "." + paper;
        }

        private static String padded(String number, int width) {
            return "0".repeat(Math.max(0, width - number.length())) + number;
        }

        String venueName() {
            if (collection.endsWith(".findings")) {
                return id;
            }
            if (!venue.isEmpty() && !venue.equals("ws")) {
                return venue;
            }
            int dot = collection.indexOf('.');
            return dot > 0 ? collection.substring(dot + 1).toLowerCase(Locale.ROOT) : venue;
        }
    }
}
