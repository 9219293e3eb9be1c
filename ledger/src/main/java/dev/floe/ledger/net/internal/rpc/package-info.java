/// gRPC and gRPC-Web over one HTTP port: framing, deadlines, limits. Knows nothing of ledgers.
@NullMarked
package dev.floe.ledger.net.internal.rpc;

import org.jspecify.annotations.NullMarked;
