using System.Globalization;
using SecretsKit.Core.Errors;

namespace SecretsKit.Releases.Frozen;

/// <summary>A plan was not applied, or not to its end, because something is not as it was reviewed.</summary>
/// <param name="Changes">What has changed; at least one.</param>
public sealed record StateChangeCause(IReadOnlyList<StateChange> Changes) : FailureCause
{
    // Lines of a message: whoever has changed more than that knows.
    private const int MaxLines = 20;

    /// <summary>The release, where its last operation, perhaps this plan itself, did not end; else empty. Default empty.</summary>
    public string Unfinished { get; init; } = "";

    /// <summary>Whether it is the plan itself that changed everything: it was applied, or begun, before. Default no.</summary>
    public bool IsOwn { get; init; }

    /// <summary>The failure of a plan that was refused before anything was written.</summary>
    public SecretsKitException ToRefusal() => ToException(
        ErrorCode.StateChanged, "the plan was not applied, nothing was changed: this is not as it was reviewed");

    /// <summary>The failure of a plan that stopped at an object.</summary>
    public SecretsKitException ToStop() => ToException(
        ErrorCode.General, "the plan stopped: this was changed while it was applied");

    private SecretsKitException ToException(ErrorCode code, string summary)
    {
        var lines = Changes.Take(MaxLines).Select(change => $"\n  {change}");
        var more = Changes.Count > MaxLines
            ? string.Create(CultureInfo.InvariantCulture, $"\n  and {Changes.Count - MaxLines} more")
            : "";
        return new(code, summary + string.Concat(lines) + more)
        {
            Cause = this,
            Hint = IsOwn && Unfinished.Length == 0 ? "there is nothing left to do; a further change takes a plan of its own"
                : (Unfinished.Length > 0 ? $"'secretskit pipeline recover {Unfinished}' says what happened and repairs it; then " : "")
                + "make the plan anew and have it reviewed",
        };
    }
}
