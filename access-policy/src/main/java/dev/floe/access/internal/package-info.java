/// Building blocks of Seal that nobody outside needs.
@NullMarked
package dev.floe.access.internal;

import org.jspecify.annotations.NullMarked;
