/// Data of any size under a key that Seal guards: [dev.floe.access.data.DataKey] is wrapped, and
/// [dev.floe.access.data.ChunkCipher] encrypts chunk by chunk. Format and threat model:
/// `docs/design/0015-chunk-encryption.md`.
@NullMarked
package dev.floe.access.data;

import org.jspecify.annotations.NullMarked;
