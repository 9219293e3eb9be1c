package dev.floe.node.net;

import dev.floe.ledger.Address;
import dev.floe.storage.PublishOptions;
import java.util.Optional;
import java.util.Set;

/// What the query of a publisher request says. Unknown keys are refused: a misspelt `permanent` must not pass.
///
/// @param options for how long and how
/// @param owner who shall own the blob object
/// @param isShared whether it shall be a shared one
record PublishQuery(PublishOptions options, Optional<Address> owner, boolean isShared) {

    private static final Set<String> KNOWN = Set.of(
            "epochs",
            "permanent",
            "deletable",
            "force",
            "reuse_resources",
            "encoding_type",
            "send_object_to",
            "share",
            "quilt_version");

    static PublishQuery of(HttpCall call) {
        for (String name : call.queryNames()) {
            if (!KNOWN.contains(name)) {
                throw new IllegalArgumentException("query: unknown key; known are " + String.join(", ", KNOWN));
            }
        }
        boolean isPermanent = isTrue(call, "permanent");
        if (isPermanent && isTrue(call, "deletable")) {
            throw new IllegalArgumentException("query: permanent and deletable exclude each other");
        }
        isTrue(call, "force");
        isTrue(call, "reuse_resources");
        requireOneOf(call, "encoding_type", "RS2");
        requireOneOf(call, "quilt_version", "v1");
        int epochs = call.query("epochs")
                .map(text -> NodeRoutes.number(text, "epochs"))
                .orElse(1);
        Optional<Address> owner = call.query("send_object_to").map(Address::parse);
        boolean isShared = isTrue(call, "share");
        if (isShared && owner.isPresent()) {
            throw new IllegalArgumentException("query: send_object_to and share exclude each other");
        }
        PublishOptions options = PublishOptions.DEFAULT.withEpochs(epochs).withDeletable(!isPermanent);
        return new PublishQuery(options, owner, isShared);
    }

    private static void requireOneOf(HttpCall call, String name, String only) {
        String value = call.query(name).orElse(only);
        if (!value.equalsIgnoreCase(only)) {
            throw new IllegalArgumentException(name + ": expected " + only);
        }
    }

    private static boolean isTrue(HttpCall call, String name) {
        return switch (call.query(name).orElse("false")) {
            case "true", "" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(name + ": expected true or false");
        };
    }
}
