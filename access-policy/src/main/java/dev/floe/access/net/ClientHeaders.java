package dev.floe.access.net;

import dev.floe.access.server.Refusal;
import dev.floe.access.server.SealError;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a client says of itself in headers, checked as the official server does.
///
/// @param label type and version, from a small set: for metrics
record ClientHeaders(String label) {

    private static final Pattern VERSION = Pattern.compile(
            "(0|[1-9]\\d{0,8})\\.(0|[1-9]\\d{0,8})\\.(0|[1-9]\\d{0,8})(-[0-9A-Za-z.-]{1,64})?(\\+[0-9A-Za-z.-]{1,64})?");

    /// @throws Refusal if the version is missing, malformed or too old
    static ClientHeaders check(Optional<String> type, Optional<String> version) {
        String text = version.orElseThrow(
                () -> new Refusal(SealError.MISSING_REQUIRED_HEADER, "Missing required header: Client-Sdk-Version"));
        Matcher parts = VERSION.matcher(text);
        if (text.length() > 200 || !parts.matches()) {
            throw new Refusal(SealError.INVALID_SDK_VERSION, "Client-Sdk-Version is not a version");
        }
        String known = type.orElse("");
        boolean isCurrent = switch (known) {
            case "typescript" -> isAtLeast(parts, 0, 4, 5);
            case "aggregator" -> isAtLeast(parts, 0, 6, 2);
            default -> true;
        };
        if (!isCurrent) {
            throw new Refusal(SealError.DEPRECATED_SDK_VERSION, "this client is too old, update it");
        }
        boolean isNamed = known.equals("typescript")
                || known.equals("rust")
                || known.equals("python")
                || known.equals("aggregator")
                || known.equals("java");
        return new ClientHeaders(isNamed ? known : "other");
    }

    private static boolean isAtLeast(Matcher parts, int... wanted) {
        for (int i = 0; i < wanted.length; i++) {
            int part = Integer.parseInt(parts.group(i + 1));
            if (part != wanted[i]) {
                return part > wanted[i];
            }
        }
        return parts.group(4) == null; // a pre-release comes before its release
    }
}
