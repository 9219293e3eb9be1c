/// RedStuff over files and threads: encoding a blob into slivers and hashes, decoding and healing, in bounded
/// memory.
@NullMarked
package dev.floe.storage.encoding;

import org.jspecify.annotations.NullMarked;
