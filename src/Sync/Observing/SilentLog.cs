namespace SecretsKit.Sync.Observing;

/// <summary>Drops all messages.</summary>
public sealed class SilentLog : IAgentLog
{
    /// <inheritdoc/>
    public bool IsOn(LogLevel level) => false;

    /// <inheritdoc/>
    public void Write(LogLevel level, string message, params ReadOnlySpan<(string Name, string Value)> fields)
    {
    }
}
