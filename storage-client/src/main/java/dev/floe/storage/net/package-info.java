/// Adapters to the network: storage nodes, aggregators and publishers over HTTP.
@NullMarked
package dev.floe.storage.net;

import org.jspecify.annotations.NullMarked;
