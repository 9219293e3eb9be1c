/// Commands about policies, offers, leases and revenue.
@NullMarked
package dev.floe.cli.market;

import org.jspecify.annotations.NullMarked;
