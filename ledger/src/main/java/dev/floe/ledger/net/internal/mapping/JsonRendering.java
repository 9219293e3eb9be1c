package dev.floe.ledger.net.internal.mapping;

import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.floe.format.Bytes;
import dev.floe.ledger.move.MoveJson;
import dev.floe.ledger.move.MoveType;
import java.util.List;
import java.util.SequencedMap;

/// Move values as protobuf's JSON; see [MoveJson].
public final class JsonRendering implements MoveJson.Form<Value> {

    private static final JsonRendering FORM = new JsonRendering();

    private JsonRendering() {}

    /// The JSON of a value of a closed type.
    ///
    /// @throws dev.floe.format.DataException.Corrupt if `bcs` is not of that type
    public static Value render(MoveType type, Bytes bcs) {
        return MoveJson.render(type, bcs, FORM);
    }

    @Override
    public Value bool(boolean value) {
        return Value.newBuilder().setBoolValue(value).build();
    }

    @Override
    public Value number(long value) {
        return Value.newBuilder().setNumberValue((double) value).build();
    }

    @Override
    public Value text(String value) {
        return Value.newBuilder().setStringValue(value).build();
    }

    @Override
    public Value none() {
        return Value.newBuilder().setNullValue(NullValue.NULL_VALUE).build();
    }

    @Override
    public Value list(List<Value> elements) {
        return Value.newBuilder()
                .setListValue(ListValue.newBuilder().addAllValues(elements))
                .build();
    }

    @Override
    public Value object(SequencedMap<String, Value> fields) {
        return Value.newBuilder()
                .setStructValue(Struct.newBuilder().putAllFields(fields))
                .build();
    }
}
