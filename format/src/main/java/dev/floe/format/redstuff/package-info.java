/// RedStuff, encoding type RS2: the two-dimensional erasure code of Walrus. Sizes and the pure parts of encoding,
/// checking and decoding; files and threads are the business of `storage-client`.
@NullMarked
package dev.floe.format.redstuff;

import org.jspecify.annotations.NullMarked;
