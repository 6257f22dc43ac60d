namespace SecretsKit.Core.Text.Time;

/// <summary>The zones of a machine without a database: local time is UTC, and no other zone is known.</summary>
public sealed class NoTimeZones : ITimeZones
{
    private NoTimeZones()
    {
    }

    /// <summary>The only one.</summary>
    public static NoTimeZones Instance { get; } = new();

    /// <inheritdoc/>
    public GoZone Local => GoZone.LocalUtc;

    /// <inheritdoc/>
    public GoZone? Find(string name) => null;
}
