/// Vector and matrix kernels.
@NullMarked
package dev.lemma.linalg;

import org.jspecify.annotations.NullMarked;
