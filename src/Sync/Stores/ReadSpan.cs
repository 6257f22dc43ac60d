using System.Diagnostics;
using SecretsKit.Sync.Observing;
using SecretsKit.Sync.Tracing;

namespace SecretsKit.Sync.Stores;

/// <summary>Makes spans of reads: one for each who asks, and below the one that was sent those of the call itself.</summary>
internal static class ReadSpan
{
    private const string Result = "secretskit.read";

    /// <summary>Begins one.</summary>
    /// <param name="store">The store.</param>
    /// <param name="provider">Its provider, as <see cref="ProviderCalls"/> takes it.</param>
    /// <param name="operation">What is asked; its first line is for people.</param>
    public static Activity? Start(StoreIdentity store, string provider, string operation)
    {
        var span = SyncSpans.Part("read store").At(store.Kind, store.Namespace, store.Name);
        span?.SetTag("secretskit.provider", ProviderCalls.LabelOf(provider)).SetTag("secretskit.operation", operation.Split('\n')[0]);
        return span;
    }

    /// <summary>It goes to the store.</summary>
    public static void Sent(Activity? span) => span?.SetTag(Result, "sent");

    /// <summary>It takes what another read, or is about to.</summary>
    /// <param name="span">The span.</param>
    /// <param name="other">That of the other.</param>
    public static void Shared(Activity? span, ActivityContext? other)
    {
        span?.SetTag(Result, "shared");
        if (other is { } context)
        {
            span?.AddLink(new(context));
        }
    }

    /// <summary>The store has no turn soon.</summary>
    public static void PutOff(Activity? span) => span?.SetTag(Result, "put_off");

    /// <summary>Begins the call of a provider.</summary>
    public static Activity? Call(StoreIdentity store, string provider, string operation)
    {
        var (label, call) = ProviderCalls.CallOf(provider, operation);
        var span = SyncSpans.Part("call provider", ActivityKind.Client).At(store.Kind, store.Namespace, store.Name);
        return span?.SetTag("secretskit.provider", label).SetTag("secretskit.call", call);
    }
}
