/// The site: pages, feeds and the JSON API over a [dev.lemma.search.Library].
///
/// Start at [Site] (`Site.start(library, SiteOptions.defaults())`) and [SiteOptions]. Inside, a request goes
/// from `Front` (limits, headers, errors, measuring) through `Routes` to one service class a page, which
/// fills a view record for a template in `src/main/jte`. Texts are in `messages_*.properties`, keys in `Msg`.
@NullMarked
package dev.lemma.server;

import org.jspecify.annotations.NullMarked;
