package dev.lemma.server;

/// `/opensearch.xml`: lets a browser take the site among its search engines (OpenSearch 1.1).
final class OpenSearch {
    private final Shell shell;

    OpenSearch(Shell shell) {
        this.shell = shell;
    }

    Reply answer(Request request) {
        Messages m = shell.messages(request.language());
        String base = shell.base();
        String title = shell.site();
        byte[] body = new Xml()
                .open("OpenSearchDescription", "xmlns", "http://a9.com/-/spec/opensearch/1.1/")
                // The specification allows 16 and 48 characters.
                .text("ShortName", title.substring(0, Math.min(16, title.length())))
                .text("LongName", title.substring(0, Math.min(48, title.length())))
                .text("Description", m.text(Msg.HOME_DESCRIPTION))
                .text("InputEncoding", "UTF-8")
                .text("Image", base + shell.assets().url("icon.svg"), "type", "image/svg+xml")
                .empty("Url", "type", "text/html", "template", base + "/search?q={searchTerms}")
                .empty(
                        "Url",
                        "type",
                        "application/x-suggestions+json",
                        "template",
                        base + "/completions?q={searchTerms}")
                .empty("Url", "type", "application/atom+xml", "template", base + "/search.atom?q={searchTerms}")
                .close("OpenSearchDescription")
                .bytes();
        return Reply.ok("application/opensearchdescription+xml; charset=utf-8", body);
    }
}
