/// RedStuff arithmetic: the field, the codes, lane-parallel hashing. Scalar and vector kernels that give the same
/// bytes.
@NullMarked
package dev.floe.format.internal.redstuff;

import org.jspecify.annotations.NullMarked;
