/// The server module.
@NullMarked
package dev.lemma.server;

import org.jspecify.annotations.NullMarked;
