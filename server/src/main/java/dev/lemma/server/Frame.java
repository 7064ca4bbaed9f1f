package dev.lemma.server;

import java.util.List;
import java.util.Optional;

/// What the frame around every page needs. Immutable.
///
/// @param messages texts in the reader's language
/// @param theme the reader's colours
/// @param site name of the site
/// @param base address of the site without a slash at the end
/// @param assets addresses of style sheet and script
/// @param here path and query of this page, to come back to after a change of language or colours
/// @param q what stands in the search box
/// @param title of the page, without the site's name
/// @param description for search engines; may be empty
/// @param canonical path of the page for search engines; empty if it is not to be listed
/// @param feed path of the page's Atom feed; may be empty
/// @param metas further meta elements
/// @param data structured data for search engines
/// @param home whether this is the home page, which has its own search box
record Frame(
        Messages messages,
        Theme theme,
        String site,
        String base,
        Assets assets,
        String here,
        String q,
        String title,
        String description,
        String canonical,
        String feed,
        List<Meta> metas,
        Optional<JsonLd> data,
        boolean home) {
    /// `<meta name content>`.
    record Meta(String name, String content) {}

    Frame {
        metas = List.copyOf(metas);
    }

    String t(Msg key) {
        return messages.text(key);
    }

    String t(Msg key, String... values) {
        return messages.text(key, values);
    }

    String n(long number) {
        return messages.number(number);
    }

    Language language() {
        return messages.language();
    }

    Frame withQuery(String value) {
        return new Frame(
                messages,
                theme,
                site,
                base,
                assets,
                here,
                value,
                title,
                description,
                canonical,
                feed,
                metas,
                data,
                home);
    }

    Frame withDescription(String value) {
        return new Frame(
                messages, theme, site, base, assets, here, q, title, value, canonical, feed, metas, data, home);
    }

    Frame withCanonical(String value) {
        return new Frame(
                messages, theme, site, base, assets, here, q, title, description, value, feed, metas, data, home);
    }

    Frame withFeed(String value) {
        return new Frame(
                messages, theme, site, base, assets, here, q, title, description, canonical, value, metas, data, home);
    }

    Frame withMetas(List<Meta> values, JsonLd structured) {
        return new Frame(
                messages,
                theme,
                site,
                base,
                assets,
                here,
                q,
                title,
                description,
                canonical,
                feed,
                values,
                Optional.of(structured),
                home);
    }

    Frame asHome() {
        return new Frame(
                messages, theme, site, base, assets, here, q, title, description, canonical, feed, metas, data, true);
    }
}
