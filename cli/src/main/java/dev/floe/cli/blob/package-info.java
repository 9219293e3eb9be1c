/// `floe blob`: encoding, decoding and healing of blobs in files.
@NullMarked
package dev.floe.cli.blob;

import org.jspecify.annotations.NullMarked;
