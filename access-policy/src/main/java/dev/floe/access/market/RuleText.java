package dev.floe.access.market;

import dev.floe.ledger.Address;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Rules as text that people type: conditions joined by `and` and `or`, with parentheses.
///
/// | text | condition |
/// |---|---|
/// | `open` | everybody |
/// | `member`, `eth-member`, `sol-member` | on the list |
/// | `lease` | a seat of a lease that runs |
/// | `not-before TIME`, `not-after TIME` | ISO 8601, or milliseconds since 1970 |
/// | `2 of 0xA,0xB,0xC` | approvals |
public final class RuleText {

    private static final Pattern TOKEN = Pattern.compile("\\G\\s*(\\(|\\)|[^\\s()]+)");
    private static final int MAX_TEXT = 16 * 1024;
    private static final int MAX_DEPTH = 32;

    private final List<String> tokens = new ArrayList<>();
    private int at;

    private RuleText(String text) {
        Matcher token = TOKEN.matcher(text);
        int end = 0;
        while (token.find()) {
            tokens.add(token.group(1));
            end = token.end();
        }
        if (!text.substring(end).isBlank()) {
            throw wrong("cannot be read from '" + text.substring(end).strip() + "' on");
        }
    }

    /// Parses a rule.
    ///
    /// @throws IllegalArgumentException if `text` is none
    public static Rule parse(String text) {
        if (text.length() > MAX_TEXT) {
            throw wrong("has " + text.length() + " characters, limit " + MAX_TEXT);
        }
        RuleText parser = new RuleText(text);
        Rule rule = parser.any(0);
        if (parser.at < parser.tokens.size()) {
            throw wrong("goes on with '" + parser.tokens.get(parser.at) + "'; put 'and' or 'or' before it");
        }
        return rule;
    }

    static String of(Rule rule) {
        return switch (rule) {
            case Rule.Open _ -> "open";
            case Rule.SuiMember _ -> "member";
            case Rule.EthereumMember _ -> "eth-member";
            case Rule.SolanaMember _ -> "sol-member";
            case Rule.LeaseHolder _ -> "lease";
            case Rule.NotBefore from -> "not-before " + time(from.millis());
            case Rule.NotAfter until -> "not-after " + time(until.millis());
            case Rule.Approvals k ->
                k.needed() + " of "
                        + String.join(
                                ",",
                                k.approvers().stream().map(Address::toString).toList());
            case Rule.AllOf all -> join(all.parts(), " and ");
            case Rule.AnyOf any -> join(any.parts(), " or ");
        };
    }

    private static String join(List<Rule> parts, String word) {
        return String.join(
                word,
                parts.stream()
                        .map(part -> part instanceof Rule.AllOf || part instanceof Rule.AnyOf
                                ? "(" + of(part) + ")"
                                : of(part))
                        .toList());
    }

    private static String time(long millis) {
        // Instants end long before unsigned milliseconds do.
        return millis < 0 || millis > 253_402_300_799_999L
                ? Long.toUnsignedString(millis)
                : Instant.ofEpochMilli(millis).toString();
    }

    private Rule any(int depth) {
        List<Rule> parts = new ArrayList<>();
        do {
            parts.add(all(depth));
        } while (take("or"));
        return parts.size() == 1 ? parts.getFirst() : new Rule.AnyOf(parts);
    }

    private Rule all(int depth) {
        List<Rule> parts = new ArrayList<>();
        do {
            parts.add(one(depth));
        } while (take("and"));
        return parts.size() == 1 ? parts.getFirst() : new Rule.AllOf(parts);
    }

    private Rule one(int depth) {
        if (depth > MAX_DEPTH) {
            throw wrong("nests deeper than " + MAX_DEPTH);
        }
        String word = next();
        return switch (word) {
            case "(" -> {
                Rule inner = any(depth + 1);
                if (!take(")")) {
                    throw wrong("lacks a closing parenthesis");
                }
                yield inner;
            }
            case "open" -> new Rule.Open();
            case "member" -> new Rule.SuiMember();
            case "eth-member" -> new Rule.EthereumMember();
            case "sol-member" -> new Rule.SolanaMember();
            case "lease" -> new Rule.LeaseHolder();
            case "not-before" -> new Rule.NotBefore(millis(next()));
            case "not-after" -> new Rule.NotAfter(millis(next()));
            default -> approvals(word);
        };
    }

    private Rule approvals(String word) {
        if (!word.matches("[0-9]{1,2}") || !take("of")) {
            throw wrong("has '" + word + "'; expected open, member, eth-member, sol-member, lease, not-before TIME, "
                    + "not-after TIME, N of 0x…,0x…, or a parenthesis");
        }
        List<Address> approvers =
                Arrays.stream(next().split(",", -1)).map(Address::parse).toList();
        return new Rule.Approvals(approvers, Integer.parseInt(word));
    }

    private static long millis(String text) {
        try {
            return text.matches("[0-9]{1,20}")
                    ? Long.parseUnsignedLong(text)
                    : Instant.parse(text).toEpochMilli();
        } catch (DateTimeParseException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    "rule: expected a time such as 2026-12-31T00:00:00Z, got '" + text + "'", e);
        }
    }

    private String next() {
        if (at == tokens.size()) {
            throw wrong("ends where a condition is expected");
        }
        return tokens.get(at++);
    }

    private boolean take(String word) {
        if (at < tokens.size() && tokens.get(at).equals(word)) {
            at++;
            return true;
        }
        return false;
    }

    private static IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("rule: " + what);
    }
}
