/// The key server: decides by the ledger, releases keys, and writes down every release. Start at
/// [dev.floe.access.server.KeyServer]. HTTP is in `dev.floe.access.net`. Design: `docs/design/0013-key-server.md`.
@NullMarked
package dev.floe.access.server;

import org.jspecify.annotations.NullMarked;
