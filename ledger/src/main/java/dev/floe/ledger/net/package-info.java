/// Ledgers over the network: the server of the local ledger and the client of full nodes, both `sui.rpc.v2`.
@NullMarked
package dev.floe.ledger.net;

import org.jspecify.annotations.NullMarked;
