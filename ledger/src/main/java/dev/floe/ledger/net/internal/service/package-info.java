/// The methods of `sui.rpc.v2`, answered from one ledger.
@NullMarked
package dev.floe.ledger.net.internal.service;

import org.jspecify.annotations.NullMarked;
