package dev.lemma.server;

import dev.lemma.server.ResultsView.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Errors as pages with a reason and a way on; for the API as problem JSON (RFC 9457).
final class ErrorPages {
    private static final Map<Integer, String> TITLES = Map.ofEntries(
            Map.entry(400, "Bad Request"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(413, "Content Too Large"),
            Map.entry(414, "URI Too Long"),
            Map.entry(421, "Misdirected Request"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(503, "Service Unavailable"));

    private final Shell shell;

    ErrorPages(Shell shell) {
        this.shell = shell;
    }

    Reply reply(Request request, StatusException problem) {
        Reply reply = request.isApi() ? json(request, problem) : page(request, problem);
        Reply stamped = reply.withStatus(problem.status()).withCacheControl(Reply.NO_STORE);
        return problem.status() == 405 ? stamped.withHeader("Allow", problem.detail()) : stamped;
    }

    private Reply page(Request request, StatusException problem) {
        Messages m = shell.messages(request.language());
        String reason = m.text(problem.reason(), problem.detail());
        List<Link> ways = new ArrayList<>();
        if (problem.reason() == Msg.ERROR_NO_PAPER && request.path().startsWith("/arxiv/")) {
            ways.add(Link.to(m.text(Msg.ERROR_AT_ARXIV), "https://arxiv.org/abs/" + problem.detail()));
        }
        if (problem.reason() == Msg.ERROR_NO_PAGE) {
            ways.add(Link.to(
                    m.text(Msg.ERROR_FIRST_PAGE),
                    ListState.parse(request.params()).withPage(1).url(request.path())));
        }
        ways.add(Link.to(m.text(Msg.ERROR_HOME), "/"));
        ways.add(Link.to(m.text(Msg.ERROR_HELP), "/about"));
        // The address that failed may be anything: after a change of colours the reader goes home.
        Frame frame = new Frame(
                m,
                request.theme(),
                shell.site(),
                shell.base(),
                shell.assets(),
                request.isRead() && Url.isLocal(request.target()) ? request.target() : "/",
                request.params().get("q"),
                problem.status() + " " + m.text(Msg.ERROR_TITLE),
                "",
                "",
                "",
                List.of(),
                java.util.Optional.empty(),
                false);
        return shell.html((output, interceptor) ->
                JteerrorGenerated.render(output, interceptor, frame, problem.status(), reason, ways, request.id()));
    }

    private Reply json(Request request, StatusException problem) {
        byte[] body = Json.bytes(out -> {
            out.writeStartObject();
            out.writeStringField("type", "about:blank");
            out.writeStringField("title", TITLES.getOrDefault(problem.status(), "Error"));
            out.writeNumberField("status", problem.status());
            out.writeStringField("detail", shell.messages(Language.ENGLISH).text(problem.reason(), problem.detail()));
            out.writeStringField("instance", "urn:lemma:request:" + request.id());
            out.writeEndObject();
        });
        return Reply.ok("application/problem+json; charset=utf-8", body);
    }
}
