package dev.floe.ledger.net.internal.mapping;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import dev.floe.ledger.net.internal.rpc.RpcException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which fields of an answer a client wants: paths of field names, each standing for its whole subtree, through
/// repeated fields too. `*` is everything.
public final class ReadMask {

    private static final int MAX_PATHS = 256;
    private static final int MAX_PATH = 256;

    private final Node root;

    private ReadMask(Node root) {
        this.root = root;
    }

    /// One level: everything below it, or the fields named.
    private static final class Node {
        private boolean all;
        private final Map<String, Node> fields = new HashMap<>();
    }

    /// The mask of a request.
    ///
    /// @param mask     the request's field
    /// @param isSet    whether the request has it
    /// @param type     what the paths start at
    /// @param defaults the paths that count when the request has none
    /// @throws RpcException INVALID_ARGUMENT if a path names no field
    public static ReadMask of(FieldMask mask, boolean isSet, Descriptor type, String... defaults) {
        List<String> paths = isSet && mask.getPathsCount() > 0 ? mask.getPathsList() : List.of(defaults);
        if (paths.size() > MAX_PATHS) {
            throw RpcException.invalid("read_mask", "read_mask: " + paths.size() + " paths, limit " + MAX_PATHS);
        }
        Node root = new Node();
        for (String path : paths) {
            add(root, path, type);
        }
        return new ReadMask(root);
    }

    private static void add(Node root, String path, Descriptor type) {
        if (path.equals("*")) {
            root.all = true;
            return;
        }
        if (path.length() > MAX_PATH) {
            throw RpcException.invalid("read_mask", "read_mask: path of " + path.length() + " characters");
        }
        Node node = root;
        Descriptor at = type;
        for (String name : path.split("\\.", -1)) {
            FieldDescriptor field = at == null ? null : at.findFieldByName(name);
            if (field == null) {
                throw RpcException.invalid("read_mask", "read_mask: unknown path '" + path + "'");
            }
            node = node.fields.computeIfAbsent(name, added -> new Node());
            at = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE ? field.getMessageType() : null;
        }
        node.all = true;
    }

    /// Whether `path`, or something below it, is wanted. Saves making what [#trim] would remove.
    public boolean wants(String path) {
        Node node = root;
        for (String name : path.split("\\.", -1)) {
            if (node.all) {
                return true;
            }
            Node next = node.fields.get(name);
            if (next == null) {
                return false;
            }
            node = next;
        }
        return true;
    }

    /// The part of this mask below `path`.
    public ReadMask below(String path) {
        Node node = root;
        for (String name : path.split("\\.", -1)) {
            if (node.all) {
                return new ReadMask(node);
            }
            node = node.fields.getOrDefault(name, new Node());
        }
        return new ReadMask(node);
    }

    /// `message` with the wanted fields alone.
    public <M extends Message> M trim(M message) {
        Message trimmed = trim(message, root);
        @SuppressWarnings("unchecked") // built from message's own builder
        M same = (M) trimmed;
        return same;
    }

    private static Message trim(Message message, Node node) {
        if (node.all) {
            return message;
        }
        Message.Builder out = message.newBuilderForType();
        node.fields.forEach((name, below) -> {
            FieldDescriptor field = message.getDescriptorForType().findFieldByName(name);
            if (field.isRepeated()) {
                copyAll(message, field, below, out);
            } else if (message.hasField(field)) {
                Object value = message.getField(field);
                out.setField(field, value instanceof Message inner ? trim(inner, below) : value);
            }
        });
        return out.build();
    }

    private static void copyAll(Message message, FieldDescriptor field, Node below, Message.Builder out) {
        int count = message.getRepeatedFieldCount(field);
        for (int i = 0; i < count; i++) {
            Object value = message.getRepeatedField(field, i);
            boolean whole = below.all || field.isMapField() || !(value instanceof Message);
            out.addRepeatedField(field, whole ? value : trim((Message) value, below));
        }
    }
}
