package dev.lemma.papers.harvest;

import dev.lemma.papers.ImportContext;
import dev.lemma.papers.Importer;
import dev.lemma.papers.harvest.OaiAnswer.Fault;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Harvests records with OAI-PMH 2.0, a page at a time.
///
/// A page is handed on only when it is whole and well-formed. Its state is to be saved with what it brought;
/// with the last saved state a later run asks for the page after it. A resumption token that the server
/// refuses, or that has expired (those of the arXiv do so daily), starts the list again from the last
/// acknowledged datestamp, so some records come twice, none is missed.
///
/// Not thread-safe; one harvester at a time should ask one server. Memory: one page.
///
/// Source: Lagoze, Van de Sompel, Nelson and Warner, "The Open Archives Initiative Protocol for Metadata
/// Harvesting", version 2.0, sections 2.7, 3.1, 3.5, 3.6 and 4; arXiv, "Open Archives Initiative (OAI)".
public final class OaiHarvester implements AutoCloseable {
    /// Restarts without progress before the harvest gives up.
    static final int MAX_RESTARTS = 3;

    private static final int MAX_SET_PAGES = 1_000;

    private final HarvestOptions options;
    private final Importer format;
    private final HarvestListener listener;
    private final PoliteHttp http;

    /// A harvester in real time that tells nobody of its progress.
    public OaiHarvester(HarvestOptions options, Importer format) {
        this(options, format, Pace.system(), HarvestListener.NONE);
    }

    /// @param options address and limits, for example [HarvestOptions#oai]
    /// @param format reads a page; it must be the importer of the queries' metadata prefix
    /// @param pace time and chance
    /// @param listener is told of progress
    public OaiHarvester(HarvestOptions options, Importer format, Pace pace, HarvestListener listener) {
        this.options = options;
        this.format = format;
        this.listener = listener;
        this.http = new PoliteHttp(options, pace, listener);
    }

    /// Harvests a list to its end and reads its records.
    ///
    /// @param state [HarvestState#START], or the last one saved
    /// @return the state at the end of the list; its [HarvestState#nextFrom] begins the next harvest
    /// @throws HarvestException if the server refuses or stays away, or its answers cannot be used
    /// @throws dev.lemma.papers.ImportException if the importer cannot read a page
    /// @throws IllegalArgumentException if the state is of another list
    /// @throws IOException if the importer's reading fails
    public HarvestState harvest(OaiQuery query, HarvestState state, HarvestSink sink)
            throws IOException, InterruptedException {
        return harvestPages(query, state, new ImportingSink(format, sink));
    }

    /// Harvests a list to its end and hands out its pages as they are. Otherwise as [#harvest].
    public HarvestState harvestPages(OaiQuery query, HarvestState state, PageSink sink)
            throws IOException, InterruptedException {
        HarvestState at = state.forList(address(query, query.from()).toString());
        int restarts = 0;
        while (!at.finished()) {
            if (at.tokenExpires().filter(time -> !now().isBefore(time)).isPresent()) {
                at = restart(query, at, ++restarts, "the resumption token has expired");
            }
            URI uri = at.token().isEmpty()
                    ? address(query, at.reached().or(query::from))
                    : URI.create(options.base() + "?verb=ListRecords&resumptionToken=" + encoded(at.token()));
            Fetched<OaiAnswer> fetched = http.get(uri, (body, attempt) -> OaiAnswer.read(body, "ListRecords"));
            OaiAnswer answer = fetched.answer();
            if (answer.has("noRecordsMatch")) {
                at = at.ended(answer.responseDate().orElse(now()));
                sink.finished(at);
            } else if (answer.has("badResumptionToken") && !at.token().isEmpty()) {
                at = restart(query, at, ++restarts, "the server refuses the resumption token");
            } else if (!answer.faults().isEmpty()) {
                throw fault(uri, query, answer.faults().getFirst());
            } else {
                HarvestState next = at.after(step(answer));
                if (!next.token().isEmpty() && next.token().equals(at.token())) {
                    throw new HarvestException(
                            uri.toString(), 200, "the server repeats its resumption token; expected another or none");
                }
                HarvestPage page = new HarvestPage(fetched.body(), answer.records(), answer.deleted(), next);
                listener.pageReceived(page);
                sink.page(page);
                restarts = isFurther(next.reached(), at.reached()) ? 0 : restarts;
                at = next;
            }
        }
        return at;
    }

    /// What the server says of itself.
    public OaiRepository identify() throws InterruptedException {
        URI uri = URI.create(options.base() + "?verb=Identify");
        OaiAnswer answer = http.get(uri, (body, attempt) -> OaiAnswer.read(body, "Identify"))
                .answer();
        if (!answer.faults().isEmpty()) {
            throw fault(uri, "Identify needs no argument", answer.faults().getFirst());
        }
        return answer.repository();
    }

    /// The sets that the server has; empty if it has none.
    public List<OaiSet> listSets() throws InterruptedException {
        List<OaiSet> sets = new ArrayList<>();
        String token = "";
        for (int page = 0; page < MAX_SET_PAGES; page++) {
            String more = token.isEmpty() ? "" : "&resumptionToken=" + encoded(token);
            URI uri = URI.create(options.base() + "?verb=ListSets" + more);
            OaiAnswer answer = http.get(uri, (body, attempt) -> OaiAnswer.read(body, "ListSets"))
                    .answer();
            if (answer.has("noSetHierarchy")) {
                return List.of();
            }
            if (!answer.faults().isEmpty()) {
                throw fault(uri, "try again", answer.faults().getFirst());
            }
            sets.addAll(answer.sets());
            if (answer.token().isEmpty() || answer.token().equals(token)) {
                return List.copyOf(sets);
            }
            token = answer.token();
        }
        throw new HarvestException(
                options.base().toString(), 0, "ListSets has more than " + MAX_SET_PAGES + " pages; expected an end");
    }

    /// Asks the server whether a query can be right: its protocol, the first day, the set. Two requests or a
    /// few.
    ///
    /// @throws HarvestException if not, with what would be
    public void check(OaiQuery query) throws InterruptedException {
        String where = options.base().toString();
        OaiRepository repository = identify();
        if (!repository.protocolVersion().equals("2.0")) {
            throw new HarvestException(
                    where, 200, "speaks OAI-PMH '" + repository.protocolVersion() + "'; expected version 2.0");
        }
        // The arXiv refuses earlier days instead of beginning with its first.
        if (query.from().isPresent()
                && repository
                        .earliest()
                        .filter(day -> query.from().get().isBefore(day))
                        .isPresent()) {
            throw new HarvestException(
                    where,
                    200,
                    "has no records from "
                            + query.from().get() + "; its first day is "
                            + repository.earliest().get());
        }
        if (query.set().isEmpty()) {
            return;
        }
        List<String> specs = listSets().stream().map(OaiSet::spec).toList();
        if (!specs.contains(query.set())) {
            String wanted = lastPart(query.set());
            List<String> near = specs.stream()
                    .filter(spec -> lastPart(spec).equalsIgnoreCase(wanted))
                    .toList();
            throw new HarvestException(
                    where,
                    200,
                    "has no set '" + query.set() + "'; "
                            + (near.isEmpty()
                                    ? "its " + specs.size() + " sets have the form cs or cs:cs:CL"
                                    : "near it are " + String.join(", ", near)));
        }
    }

    @Override
    public void close() {
        http.close();
    }

    private HarvestState restart(OaiQuery query, HarvestState at, int restarts, String reason) {
        if (restarts > MAX_RESTARTS) {
            throw new HarvestException(
                    at.list(), 200, reason + " for the " + restarts + "th time without progress; ask for fewer days");
        }
        HarvestState again = at.restarted();
        String from = again.reached().or(query::from).map(LocalDate::toString).orElse("the beginning");
        listener.restarting(reason + "; again from " + from);
        return again;
    }

    /// What the answer adds to the state. A token's time is counted from the server's own, so that a wrong
    /// clock here does no harm; a token born expired is taken for one without time.
    private HarvestState.Page step(OaiAnswer answer) {
        Instant now = now();
        Instant served = answer.responseDate().orElse(now);
        Optional<Instant> expires = answer.tokenExpires()
                .map(time -> Duration.between(served, time))
                .filter(Duration::isPositive)
                .map(now::plus);
        return new HarvestState.Page(
                answer.records(),
                answer.deleted().size(),
                answer.total(),
                answer.days(),
                answer.token(),
                expires,
                served);
    }

    private URI address(OaiQuery query, Optional<LocalDate> from) {
        StringBuilder text = new StringBuilder(options.base().toString());
        text.append("?verb=ListRecords&metadataPrefix=").append(encoded(query.metadataPrefix()));
        if (!query.set().isEmpty()) {
            text.append("&set=").append(encoded(query.set()));
        }
        from.ifPresent(day -> text.append("&from=").append(day));
        query.until().ifPresent(day -> text.append("&until=").append(day));
        return URI.create(text.toString());
    }

    private Instant now() {
        return http.pace().clock().instant();
    }

    private static HarvestException fault(URI uri, OaiQuery query, Fault fault) {
        String right = switch (fault.code()) {
            case "cannotDisseminateFormat" ->
                "metadataPrefix '" + query.metadataPrefix() + "' is not served; arXiv and oai_dc usually are";
            case "badArgument" -> "check set, from and until (ListSets and Identify name the possible ones)";
            case "noSetHierarchy" -> "the server has no sets; leave the set out";
            default -> "expected records";
        };
        return fault(uri, right, fault);
    }

    private static HarvestException fault(URI uri, String right, Fault fault) {
        return new HarvestException(
                uri.toString(), 200, "OAI error " + fault.code() + " (" + fault.words() + "); " + right);
    }

    private static boolean isFurther(Optional<LocalDate> day, Optional<LocalDate> before) {
        return day.isPresent() && before.map(day.get()::isAfter).orElse(true);
    }

    private static String lastPart(String spec) {
        return spec.substring(Math.max(spec.lastIndexOf(':'), spec.lastIndexOf('.')) + 1);
    }

    /// Section 3.1.1.3: everything but letters, digits and a few marks as `%XX`. Tokens too: those of the arXiv
    /// contain `%` themselves.
    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// Reads pages with an importer.
    record ImportingSink(Importer format, HarvestSink sink) implements PageSink {
        @Override
        public void page(HarvestPage page) throws IOException {
            format.read(page.open(), ImportContext.ofFile("page " + page.number()), sink);
            if (!page.deleted().isEmpty()) {
                sink.deleted(page.deleted());
            }
            sink.acknowledged(page.state());
        }

        @Override
        public void finished(HarvestState state) {
            sink.acknowledged(state);
        }
    }
}
