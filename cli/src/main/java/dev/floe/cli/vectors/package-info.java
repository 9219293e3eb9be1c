/// `floe vectors`: runs conformance vectors of Walrus, Sui and Seal against this build.
@NullMarked
package dev.floe.cli.vectors;

import org.jspecify.annotations.NullMarked;
