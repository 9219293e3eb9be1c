/// Commands that speak with a Sui ledger, and their JSON forms.
@NullMarked
package dev.floe.cli.ledger;

import org.jspecify.annotations.NullMarked;
