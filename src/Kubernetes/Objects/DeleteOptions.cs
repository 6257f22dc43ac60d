using SecretsKit.Core.Data;

namespace SecretsKit.Kubernetes.Objects;

/// <summary>How an object is deleted.</summary>
public sealed record DeleteOptions
{
    /// <summary>The server's own choices.</summary>
    public static DeleteOptions Default { get; } = new();

    /// <summary>What becomes of what it owns. Default: the server's choice for the kind.</summary>
    public DeletionPropagation Propagation { get; init; }

    /// <summary>How long the object has to end. Default null: what it says itself.</summary>
    public TimeSpan? GracePeriod { get; init; }

    /// <summary>Only the object with this identifier, a later one of the same name is a conflict. Default empty: any.</summary>
    public string Uid { get; init; } = "";

    /// <summary>Only this state of the object, a changed one is a conflict. Default empty: any.</summary>
    public string ResourceVersion { get; init; } = "";

    /// <summary>Whether the server only says what would be. Default no.</summary>
    public bool IsDryRun { get; init; }

    internal Value Body
    {
        get
        {
            var body = new MapValue();
            if (Propagation != DeletionPropagation.ServerDefault)
            {
                body.Set(new("propagationPolicy"), Value.Of(Propagation.ToString()));
            }

            if (GracePeriod is { } period)
            {
                body.Set(new("gracePeriodSeconds"), Value.Int64((long)period.TotalSeconds));
            }

            var preconditions = new MapValue();
            if (Uid.Length > 0)
            {
                preconditions.Set(new("uid"), Value.Of(Uid));
            }

            if (ResourceVersion.Length > 0)
            {
                preconditions.Set(ObjectFields.ResourceVersion, Value.Of(ResourceVersion));
            }

            if (preconditions.Count > 0)
            {
                body.Set(new("preconditions"), Value.Of(preconditions));
            }

            if (IsDryRun)
            {
                body.Set(new("dryRun"), Value.Of(new ListValue([Value.Of("All")])));
            }

            return Value.Of(body);
        }
    }
}
