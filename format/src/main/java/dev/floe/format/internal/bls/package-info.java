/// The two implementations of [dev.floe.format.bls.Curve]: native (blst) and pure Java (Bouncy Castle).
@NullMarked
package dev.floe.format.internal.bls;

import org.jspecify.annotations.NullMarked;
