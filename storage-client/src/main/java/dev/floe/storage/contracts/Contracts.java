package dev.floe.storage.contracts;

import dev.floe.format.DataException;
import dev.floe.ledger.Address;
import dev.floe.ledger.CompiledPackage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The compiled Move packages that a network publishes when it starts. Each stands at `0x0` and names the others by
/// placeholder ids, because the real ones are not known before they are published; [#load] puts the real ones in.
public final class Contracts {

    /// The token.
    public static final String WAL = "wal";

    /// The storage system.
    public static final String WALRUS = "walrus";

    /// Pays storage nodes and adds to what users pay.
    public static final String WALRUS_SUBSIDIES = "walrus_subsidies";

    /// Trades SUI for WAL at a fixed rate, where WAL has no market.
    public static final String WAL_EXCHANGE = "wal_exchange";

    /// Policies, leases and market.
    public static final String FLOE = "floe";

    /// On-chain descriptions of key servers, and the freshness check of their policy evaluation.
    public static final String SEAL = "seal";

    private static final Pattern NAME = Pattern.compile("\"([a-z_]+)\"");
    private static final Pattern PLACEHOLDER = Pattern.compile("\"placeholder\": \"(0x[0-9a-f]{64})\"");

    private Contracts() {}

    /// The package `name`, linked to what is published already.
    ///
    /// @param published package name to the id it has on the ledger
    /// @throws DataException.NotFound if there is no such package
    /// @throws IllegalArgumentException if the package uses one that `published` does not name
    public static CompiledPackage load(String name, Map<String, Address> published) {
        CompiledPackage compiled = CompiledPackage.parse(text(name));
        Map<Address, Address> ids = new HashMap<>();
        for (String other : names()) {
            Address placeholder = placeholder(other);
            Address id = published.get(other);
            if (id != null) {
                ids.put(placeholder, id);
            } else if (compiled.dependencies().contains(placeholder)) {
                throw new IllegalArgumentException("contract '" + name + "' uses '" + other
                        + "', whose id is not given; publish '" + other + "' first and name its id");
            }
        }
        return compiled.relinked(ids);
    }

    /// The names of all packages.
    public static List<String> names() {
        String index = text("index");
        return NAME.matcher(index.substring(index.indexOf('[')))
                .results()
                .map(name -> name.group(1))
                .toList();
    }

    private static Address placeholder(String name) {
        Matcher found = PLACEHOLDER.matcher(text(name));
        if (!found.find()) {
            throw new IllegalStateException("resource of contract '" + name + "' has no placeholder id");
        }
        return Address.parse(found.group(1));
    }

    private static String text(String name) {
        try (InputStream in = Contracts.class.getResourceAsStream(name + ".json")) {
            if (in == null) {
                throw new DataException.NotFound("contract '" + name + "': there are " + names());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
