package dev.floe.ledger.net.internal.service;

import dev.floe.ledger.LocalLedger;
import dev.floe.ledger.net.internal.rpc.RpcMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// All methods of a ledger.
public final class Methods {

    private Methods() {}

    /// The methods that `node` answers.
    ///
    /// @param heartbeat how often subscriptions show that they live
    public static List<RpcMethod<?>> of(LocalLedger ledger, Duration heartbeat) {
        Rendering rendering = new Rendering(ledger);
        Checkpoints checkpoints = new Checkpoints(ledger, rendering);
        List<RpcMethod<?>> all = new ArrayList<>();
        all.addAll(new LedgerMethods(ledger, rendering, checkpoints).all());
        all.addAll(new HistoryMethods(ledger, rendering, checkpoints).all());
        all.addAll(new StateMethods(ledger, rendering).all());
        all.addAll(new ExecutionMethods(ledger, rendering).all());
        all.addAll(new PackageMethods(ledger).all());
        all.addAll(new SubscriptionMethods(ledger, rendering, checkpoints, heartbeat).all());
        all.addAll(OtherMethods.all());
        return all;
    }
}
