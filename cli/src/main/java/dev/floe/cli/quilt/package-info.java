/// `floe quilt`: many small files in one blob.
@NullMarked
package dev.floe.cli.quilt;

import org.jspecify.annotations.NullMarked;
