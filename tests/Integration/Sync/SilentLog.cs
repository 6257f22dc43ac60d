using SecretsKit.Sync.Observing;

namespace SecretsKit.Integration.Sync;

/// <summary>Drops all messages.</summary>
internal sealed class SilentLog : IAgentLog
{
    /// <inheritdoc/>
    public bool IsOn(LogLevel level) => false;

    /// <inheritdoc/>
    public void Write(LogLevel level, string message, params ReadOnlySpan<(string Name, string Value)> fields)
    {
    }
}
