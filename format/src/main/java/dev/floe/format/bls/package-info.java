/// BLS12-381 for all of Floe: storage certificates, identity-based encryption, and the curve functions of Move.
/// Start at [dev.floe.format.bls.Curve].
@NullMarked
package dev.floe.format.bls;

import org.jspecify.annotations.NullMarked;
