/// What storage nodes say together: signed messages, signer bitmaps, certificates, and the committee that judges
/// them.
@NullMarked
package dev.floe.format.committee;

import org.jspecify.annotations.NullMarked;
