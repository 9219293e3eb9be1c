/// Quilt v1: many small files in one Walrus blob, each readable alone. Build with [dev.floe.format.quilt.Quilt],
/// read with [dev.floe.format.quilt.QuiltReader].
@NullMarked
package dev.floe.format.quilt;

import org.jspecify.annotations.NullMarked;
