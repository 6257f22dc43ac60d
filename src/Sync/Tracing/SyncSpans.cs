using System.Diagnostics;
using SecretsKit.Core.Errors;
using SecretsKit.Providers.Failures;

namespace SecretsKit.Sync.Tracing;

/// <summary>
/// Makes spans of an agent's work, for whoever listens to the source <c>SecretsKit.Sync</c>: names, kinds, reasons and the messages that
/// conditions and events have, never a value, and no key of a store. Nothing is made, and next to nothing done, where no one listens.
/// </summary>
internal static class SyncSpans
{
    private static readonly ActivitySource Source = new("SecretsKit.Sync");

    /// <summary>Begins a look at an object, which is a part of nothing else.</summary>
    /// <param name="controller">Which controller looks.</param>
    /// <param name="kind">The object's kind.</param>
    /// <param name="ns">Its namespace; empty for objects of the cluster.</param>
    /// <param name="name">Its name.</param>
    public static Activity? Look(string controller, string kind, string ns, string name)
    {
        var span = Root($"reconcile {controller}");
        span?.SetTag("secretskit.controller", controller);
        return span.Of(kind, ns, name);
    }

    /// <summary>Begins something that is a part of nothing else.</summary>
    public static Activity? Root(string name)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        // Whatever this runs for was asked for by another span, which ended.
        Activity.Current = null;
        return Source.StartActivity(name);
    }

    /// <summary>Begins a part of what is under way; null where that is not traced.</summary>
    public static Activity? Part(string name, ActivityKind kind = ActivityKind.Internal) =>
        Activity.Current is { Recorded: true, IsStopped: false } ? Source.StartActivity(name, kind) : null;

    /// <summary>Says which object a span is about.</summary>
    public static Activity? Of(this Activity? span, string kind, string ns, string name)
    {
        span?.SetTag("secretskit.kind", kind);
        span?.SetTag("secretskit.name", name);
        return span.InNamespace(ns);
    }

    /// <summary>Says which store a span is about.</summary>
    public static Activity? At(this Activity? span, string kind, string ns, string name)
    {
        span?.SetTag("secretskit.store.kind", kind);
        span?.SetTag("secretskit.store.name", name);
        return span.InNamespace(ns);
    }

    /// <summary>Says how an object's condition is; one that is not in order is the failure of its look.</summary>
    public static void Is(this Activity? span, string ready, string reason, string message)
    {
        span?.SetTag("secretskit.ready", ready);
        span?.SetTag("secretskit.reason", reason);
        if (ready == "False")
        {
            span.Failed(reason, message);
        }
    }

    /// <summary>Says that what it is about failed.</summary>
    public static void Failed(this Activity? span, SecretsKitException failure)
    {
        if (span is not null)
        {
            span.Failed(failure is ProviderException provider ? $"{provider.Failure.Fault}" : $"{failure.Code}", failure.Message);
        }
    }

    /// <summary>Says that what it is about failed.</summary>
    /// <param name="span">The span.</param>
    /// <param name="type">How, as one of few words.</param>
    /// <param name="message">How, as a sentence.</param>
    public static void Failed(this Activity? span, string type, string message)
    {
        span?.SetTag("error.type", type);
        span?.SetStatus(ActivityStatusCode.Error, message);
    }

    private static Activity? InNamespace(this Activity? span, string ns)
    {
        if (ns.Length > 0)
        {
            span?.SetTag("k8s.namespace.name", ns);
        }

        return span;
    }
}
