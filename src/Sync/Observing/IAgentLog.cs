namespace SecretsKit.Sync.Observing;

/// <summary>Takes messages of an agent. They hold names, never values of secrets. Safe on all threads.</summary>
public interface IAgentLog
{
    /// <summary>Whether messages of a level are wanted at the moment.</summary>
    bool IsOn(LogLevel level);

    /// <summary>Takes a message, whose level was asked for.</summary>
    /// <param name="level">How much it matters.</param>
    /// <param name="message">A clause that is the same each time.</param>
    /// <param name="fields">What differs: names, in lower camel case, and values.</param>
    void Write(LogLevel level, string message, params ReadOnlySpan<(string Name, string Value)> fields);
}
