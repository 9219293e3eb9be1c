/// The Walrus storage network: what its contracts hold, what its nodes offer, and reading and writing through both.
@NullMarked
package dev.floe.storage.walrus;

import org.jspecify.annotations.NullMarked;
