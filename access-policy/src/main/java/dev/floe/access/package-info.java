/// Seal: identity-based encryption under on-chain policies. Start at [dev.floe.access.Ibe] for the cryptography.
///
/// Specification: `docs/reference/seal.md`. All byte layouts equal the official implementation's.
@NullMarked
package dev.floe.access;

import org.jspecify.annotations.NullMarked;
