/// The staking half of the Walrus contracts: registering nodes, staking WAL with them, ending epochs, voting.
@NullMarked
package dev.floe.storage.staking;

import org.jspecify.annotations.NullMarked;
