using System.Globalization;
using SecretsKit.Core.Data;

namespace SecretsKit.Kubernetes.Objects;

/// <summary>A lock in a cluster: who holds something, and until when.</summary>
/// <param name="Namespace">The namespace of the lease.</param>
/// <param name="Name">Its name.</param>
public sealed record Lease(string Namespace, string Name)
{
    // Six digits of a second, as the server writes them.
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <summary>Who holds it; empty if it is free.</summary>
    public string Holder { get; init; } = "";

    /// <summary>How long it holds after each renewal, in whole seconds. Default 15 seconds.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>When the holder got it; null if that is not said.</summary>
    public DateTimeOffset? Acquired { get; init; }

    /// <summary>When the holder renewed it last; null if that is not said.</summary>
    public DateTimeOffset? Renewed { get; init; }

    /// <summary>How often the holder changed.</summary>
    public long Transitions { get; init; }

    /// <summary>The state that was read: an update of a later one is a conflict. Empty for a new lease.</summary>
    public string ResourceVersion { get; init; } = "";

    /// <summary>Which object it is.</summary>
    public ResourceRef Reference => new("coordination.k8s.io/v1", "Lease", Namespace, Name);

    /// <summary>Reads a lease.</summary>
    /// <returns>Null if there is none.</returns>
    public static async Task<Lease?> FindAsync(ObjectClient objects, string @namespace, string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(objects);
        var found = await objects.FindAsync(new Lease(@namespace, name).Reference, cancellationToken);
        return found.IsNil ? null : Read(found, @namespace, name);
    }

    /// <summary>
    /// Makes it if it was not read from the server, else replaces what was read. Fails with <c>AlreadyExists</c> or a conflict if somebody
    /// else was faster.
    /// </summary>
    /// <returns>The lease as the server has it, for the next renewal.</returns>
    public async Task<Lease> WriteAsync(ObjectClient objects, WriteOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(objects);
        return Read(
            ResourceVersion.Length == 0
                ? await objects.CreateAsync(ToObject(), options, cancellationToken)
                : await objects.UpdateAsync(ToObject(), options, cancellationToken),
            Namespace,
            Name);
    }

    private static Lease Read(Value lease, string @namespace, string name)
    {
        var spec = lease.Field("spec");
        return new(@namespace, name)
        {
            Holder = spec.Text("holderIdentity"),
            Duration = TimeSpan.FromSeconds(spec.Field("leaseDurationSeconds") is { Kind: GoKind.Int64 } seconds ? seconds.Bits : 0),
            Acquired = Time(spec.Text("acquireTime")),
            Renewed = Time(spec.Text("renewTime")),
            Transitions = spec.Field("leaseTransitions") is { Kind: GoKind.Int64 } count ? count.Bits : 0,
            ResourceVersion = lease.Field(ObjectFields.Metadata).Text(ObjectFields.ResourceVersion),
        };
    }

    private Value ToObject()
    {
        var spec = ObjectFields.Map(
            ("holderIdentity", Value.Of(Holder)),
            ("leaseDurationSeconds", Value.Int64((long)Duration.TotalSeconds)),
            ("leaseTransitions", Value.Int64(Transitions)));
        if (Acquired is { } acquired)
        {
            spec.AsMap!.Set(new("acquireTime"), Text(acquired));
        }

        if (Renewed is { } renewed)
        {
            spec.AsMap!.Set(new("renewTime"), Text(renewed));
        }

        var metadata = ObjectFields.Map(("name", Value.Of(Name)), ("namespace", Value.Of(Namespace)));
        if (ResourceVersion.Length > 0)
        {
            metadata.AsMap!.Set(ObjectFields.ResourceVersion, Value.Of(ResourceVersion));
        }

        return ObjectFields.Map(
            ("apiVersion", Value.Of(Reference.ApiVersion)), ("kind", Value.Of(Reference.Kind)), ("metadata", metadata), ("spec", spec));
    }

    private static Value Text(DateTimeOffset time) =>
        Value.Of(time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));

    private static DateTimeOffset? Time(string text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
        ? time
        : null;
}
