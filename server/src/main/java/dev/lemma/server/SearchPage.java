package dev.lemma.server;

import dev.lemma.papers.Branch;
import dev.lemma.search.Filters;
import dev.lemma.search.SearchResult;
import dev.lemma.server.ResultsView.Link;
import java.util.List;
import java.util.Optional;

/// `/search`: results of a query; and `/own`, the owner's own papers.
final class SearchPage {
    private final Lists lists;
    private final Shell shell;

    SearchPage(Lists lists, Shell shell) {
        this.lists = lists;
        this.shell = shell;
    }

    Reply answer(Request request) {
        ListState state = ListState.parse(request.params());
        SearchResult result = lists.search(state);
        if (result.direct().isPresent() && state.page() == 1) {
            return Reply.redirect(302, result.direct().get().path());
        }
        Messages m = shell.messages(request.language());
        ResultsView view = lists.view(m, state, result, ListState::url);
        String title = state.q().isEmpty() ? m.text(Msg.SEARCH_ALL) : state.q();
        Frame frame = shell.frame(request, title)
                .withQuery(state.q())
                .withFeed(state.withPage(1).url("/search.atom"));
        return shell.html((output, interceptor) -> JteresultsGenerated.render(output, interceptor, frame, view));
    }

    Reply own(Request request) {
        Messages m = shell.messages(request.language());
        ListState state = ofPlace(request, Filters.NONE.withBranch(Branch.OWN));
        ResultsView view = titled(
                lists.view(m, state, lists.search(state), s -> place("/own", "", s)),
                m.text(Msg.BRANCH_OWN),
                m.text(Msg.OWN_LEAD),
                List.of());
        Frame frame = shell.frame(request, m.text(Msg.BRANCH_OWN)).withFeed("/own.atom");
        return shell.html((output, interceptor) -> JteresultsGenerated.render(output, interceptor, frame, view));
    }

    /// The state of a list with an address of its own: restricted by that, ordered and paged by the query.
    static ListState ofPlace(Request request, Filters filters) {
        ListState asked = ListState.parse(request.params());
        return new ListState("", filters, asked.order(), asked.page(), List.of());
    }

    /// The address of such a list.
    ///
    /// @param fixed what its query says besides order and page, `date=2025-05-01`; may be empty
    static String place(String path, String fixed, ListState state) {
        StringBuilder out = new StringBuilder(path);
        int start = out.length();
        if (!fixed.isEmpty()) {
            out.append('&').append(fixed);
        }
        state.appendView(out);
        if (out.length() > start) {
            out.setCharAt(start, '?');
        }
        return out.toString();
    }

    static ResultsView titled(ResultsView v, String heading, String lead, List<Link> crumbs) {
        return new ResultsView(
                heading,
                lead,
                v.summary(),
                v.items(),
                v.notes(),
                v.suggestion(),
                v.sorts(),
                List.of(),
                List.of(),
                v.facets(),
                v.pager(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                crumbs);
    }
}
