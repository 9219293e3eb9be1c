/// `floe up` and the commands that speak with a storage network: see `docs/design/0016-local-network.md`.
@NullMarked
package dev.floe.cli.network;

import org.jspecify.annotations.NullMarked;
