package dev.lemma.papers;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Notes of OpenReview's API, version 1 (values of `content` plain) and 2 (`{"value": ...}`): `{"notes":
/// [...]}`, an array, or a note a line.
final class OpenReviewImporter implements Importer {
    private static final String SITE = "https://openreview.net/";
    /// `ICLR.cc/2018/Conference`, `robot-learning.org/CoRL/2023/Conference`, `dblp.org/conf/ICML/2020`.
    private static final Pattern GROUP = Pattern.compile(
            "(?:[\\w-]+\\.(?:org|com|net|io|eu)/)?(?:conf/|journals/)?([A-Za-z0-9]+)(?:\\.(?:cc|org|com|net|io|eu))?/(\\d{4})(?:/.*)?");
    /// `ICLR 2018 Poster`, `NeurIPS 2023 spotlight`.
    private static final Pattern VENUE = Pattern.compile("(?:Submitted to )?([A-Za-z0-9]+) (\\d{4})\\b.*");

    @Override
    public String name() {
        return "openreview";
    }

    @Override
    public String description() {
        return "OpenReview notes, JSON of the API v1 or v2: {\"notes\": [...]}, an array, or JSONL";
    }

    @Override
    public boolean recognises(String head, String fileName) {
        JsonHead json = JsonHead.of(head);
        return json.has("notes")
                || (json.text("content").equals("{")
                        && (json.has("forum")
                                || json.has("invitation")
                                || json.has("invitations")
                                || json.has("signatures")))
                || (json.has("forum") && (json.has("invitation") || json.has("invitations") || json.has("cdate")));
    }

    @Override
    public void read(InputStream in, ImportContext context, RecordSink sink) throws IOException {
        JsonRecords.read(in, context, sink, "notes", fields -> paper(fields, context));
    }

    private Paper paper(JsonFields note, ImportContext context) throws BrokenRecordException {
        String id = note.required("id");
        String forum = note.text("forum");
        if (note.has("replyto") || (!forum.isEmpty() && !forum.equals(id))) {
            throw new BrokenRecordException("a review or comment, not a paper");
        }
        if (note.has("ddate")) {
            throw new BrokenRecordException(RecordSink.DELETED);
        }
        Optional<JsonFields> found = note.object("content");
        if (found.isEmpty()) {
            throw new BrokenRecordException("no content");
        }
        JsonFields content = found.get();
        String title = ArxivPapers.title(content.valueText("title"));
        Optional<LocalDate> published = day(note, "pdate", "odate", "tcdate", "cdate");
        Place place = place(note, content, context, published);
        PaperId paperId =
                place.known() ? PaperId.ofVenue(place.venue(), place.year(), id) : PaperId.ofOwn("openreview-" + id);
        Paper.Builder paper = Paper.builder(paperId, title)
                .authors(Fields.names(content.valueTexts("authors", ",")))
                .summary(TexText.plain(content.valueText("abstract")))
                .venue(place.known() ? Venues.canonical(place.venue()) : "")
                .year(
                        place.year() != 0
                                ? place.year()
                                : published.map(LocalDate::getYear).orElse(0))
                .comment(TexText.plain(
                        content.valueText("TL;DR").isBlank() ? content.valueText("TLDR") : content.valueText("TL;DR")))
                .keywords(Fields.plain(content.valueTexts("keywords", ",")))
                .url(SITE + "forum?id=" + id)
                .pdf(content.has("pdf") ? SITE + "pdf?id=" + id : "")
                .source(name());
        published.ifPresent(paper::published);
        day(note, "tmdate", "mdate").ifPresent(paper::updated);
        return paper.build();
    }

    private record Place(String venue, int year) {
        boolean known() {
            return !venue.isEmpty() && year != 0;
        }
    }

    private static Place place(
            JsonFields note, JsonFields content, ImportContext context, Optional<LocalDate> published)
            throws BrokenRecordException {
        if (context.venue().isPresent() && context.year().isPresent()) {
            return new Place(context.venue().get(), context.year().getAsInt());
        }
        List<String> invitations = note.texts("invitations");
        List<String> groups = List.of(
                content.valueText("venueid"),
                note.text("domain"),
                note.text("invitation"),
                invitations.isEmpty() ? "" : invitations.getFirst());
        for (String group : groups) {
            Matcher matcher = GROUP.matcher(group);
            if (matcher.matches() && !group.contains("Workshop")) {
                return new Place(matcher.group(1), Integer.parseInt(matcher.group(2)));
            }
            if (group.equals("TMLR") || group.startsWith("TMLR/")) {
                return new Place("TMLR", published.map(LocalDate::getYear).orElse(0));
            }
        }
        Matcher venue = VENUE.matcher(content.valueText("venue"));
        boolean workshop = content.valueText("venue").contains("orkshop")
                || groups.stream().anyMatch(group -> group.contains("Workshop"));
        if (venue.matches() && !workshop) {
            return new Place(venue.group(1), Integer.parseInt(venue.group(2)));
        }
        return new Place(context.venue().orElse(""), context.year().orElse(0));
    }

    /// Times are milliseconds since 1970.
    private static Optional<LocalDate> day(JsonFields note, String... names) {
        for (String name : names) {
            Optional<Long> time = note.number(name);
            // Within the years 1970 to 9999.
            if (time.isPresent() && time.get() > 0 && time.get() < 253_402_300_800_000L) {
                return Optional.of(LocalDate.ofInstant(Instant.ofEpochMilli(time.get()), ZoneOffset.UTC));
            }
        }
        return Optional.empty();
    }
}
