/// The client side of `sui.rpc.v2`: statuses as failures, messages as values.
@NullMarked
package dev.floe.ledger.net.internal.client;

import org.jspecify.annotations.NullMarked;
