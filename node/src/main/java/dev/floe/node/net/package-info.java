/// The HTTP edge: the storage node's REST API, the aggregator and the publisher, on Vert.x.
@NullMarked
package dev.floe.node.net;

import org.jspecify.annotations.NullMarked;
