package dev.lemma.server;

import gg.jte.TemplateOutput;
import gg.jte.html.HtmlInterceptor;
import gg.jte.html.HtmlTemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// What all pages share: the site's name and address, the texts, the static files, and how a template becomes
/// an answer. Thread-safe.
final class Shell {
    private static final int FIRST_BYTES = 32 << 10;

    private final String site;
    private final AtomicReference<String> base;
    private final Assets assets;
    private final Map<Language, Messages> messages = new EnumMap<>(Language.class);

    /// A template with its views, ready to write.
    @FunctionalInterface
    interface Template {
        void render(HtmlTemplateOutput output, HtmlInterceptor interceptor);
    }

    /// @param base address of the site; may be set until the first request
    Shell(String site, AtomicReference<String> base, Assets assets) {
        this.site = site;
        this.base = base;
        this.assets = assets;
        for (Language language : Language.values()) {
            messages.put(language, Messages.load(language));
        }
    }

    String site() {
        return site;
    }

    String base() {
        return base.get();
    }

    Assets assets() {
        return assets;
    }

    @SuppressWarnings("NullAway") // every language is put in by the constructor
    Messages messages(Language language) {
        return messages.get(language);
    }

    Frame frame(Request request, String title) {
        return new Frame(
                messages(request.language()),
                request.theme(),
                site,
                base.get(),
                assets,
                request.target(),
                "",
                title,
                "",
                "",
                "",
                List.of(),
                Optional.empty(),
                false);
    }

    Reply html(Template template) {
        ByteOutput bytes = new ByteOutput(FIRST_BYTES);
        template.render(new OwaspHtmlTemplateOutput(bytes), NoInterceptor.INSTANCE);
        return Reply.html(bytes.toByteArray());
    }

    /// The templates configure no intercepted tags.
    private enum NoInterceptor implements HtmlInterceptor {
        INSTANCE;

        @Override
        public void onHtmlTagOpened(String name, Map<String, Object> attributes, TemplateOutput output) {}

        @Override
        public void onHtmlTagClosed(String name, TemplateOutput output) {}
    }
}
