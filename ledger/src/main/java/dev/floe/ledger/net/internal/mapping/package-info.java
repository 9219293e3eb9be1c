/// Between the ledger's values and the messages of `sui.rpc.v2`.
@NullMarked
package dev.floe.ledger.net.internal.mapping;

import org.jspecify.annotations.NullMarked;
