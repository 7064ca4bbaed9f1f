package dev.lemma.server;

import dev.lemma.server.ResultsView.Link;
import java.util.List;

/// `/about`: what this is, the query language, keys, API and feeds.
final class AboutPage {
    /// @param queries examples, with links that run them
    /// @param meaning what it does
    record Rule(List<Link> queries, String meaning) {}

    private final Shell shell;

    AboutPage(Shell shell) {
        this.shell = shell;
    }

    Reply answer(Request request) {
        Messages m = shell.messages(request.language());
        List<Rule> rules = List.of(
                rule(m, Msg.ABOUT_WORDS, "diffusion models"),
                rule(m, Msg.ABOUT_PHRASE, "\"low rank adaptation\""),
                rule(m, Msg.ABOUT_EXACT, "=images"),
                rule(m, Msg.ABOUT_PREFIX, "transform*"),
                rule(m, Msg.ABOUT_SIGNS, "attention -vision", "+bayesian deep"),
                rule(m, Msg.ABOUT_OR, "GAN OR VAE", "(pruning OR distillation) transformer"),
                rule(
                        m,
                        Msg.ABOUT_FIELDS,
                        "title:dropout",
                        "author:\"Geoffrey Hinton\"",
                        "abstract:robustness",
                        "keyword:causality"),
                rule(m, Msg.ABOUT_PLACES, "cat:cs.CL", "venue:ICLR"),
                rule(m, Msg.ABOUT_RANGES, "year:2016..2018", "year:>=2020", "date:2025-05..2025-06"),
                rule(m, Msg.ABOUT_IDS, "2404.19756", "arXiv:1706.03762v5"));
        Frame frame = shell.frame(request, m.text(Msg.ABOUT_TITLE)).withCanonical("/about");
        return shell.html((output, interceptor) -> JteaboutGenerated.render(output, interceptor, frame, rules));
    }

    private static Rule rule(Messages m, Msg meaning, String... queries) {
        return new Rule(
                List.of(queries).stream().map(q -> Link.to(q, Url.search(q))).toList(), m.text(meaning));
    }
}
